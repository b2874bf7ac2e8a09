// SPDX-License-Identifier: MIT
// A data set of one small file, a folder in memory, and a listener that remembers.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "lang/diag/render.hpp"
#include "runtime/fetch/fetch.hpp"
#include "runtime/model/readers.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/http_server.hpp"

namespace hyp::test {

inline std::string hash_of(const std::string& content) {
  return model::sha256_hex(std::as_bytes(std::span(content)));
}

/// Bytes without a pattern that could hide a piece in the wrong place.
inline std::string some_bytes(std::size_t size, unsigned seed = 1) {
  std::string bytes;
  for (std::uint32_t x = seed; bytes.size() < size;) {
    x = x * 1664525 + 1013904223;
    bytes += static_cast<char>(x >> 24);
  }
  return bytes;
}

/// Files of a set under "set/NAME".
inline stdlib::DataSet data_set(const std::vector<std::pair<std::string, std::string>>& files,
                                std::vector<std::string> mirrors) {
  stdlib::DataSet set{"set", "a set", "none", {}, std::move(mirrors)};
  for (const auto& [name, content] : files) {
    set.files.push_back({"set/" + name, content.size(), hash_of(content)});
  }
  return set;
}

class MemoryFolder final : public fetch::Folder {
 public:
  std::map<std::string, std::string> files;  ///< parts among them, as NAME.part
  std::string elsewhere;                     ///< what a folder before this one has for every name
  fetch::Reason refusal;                     ///< of every write
  std::size_t room = std::string::npos;      ///< bytes until the disk is full

  std::string target(const std::string& name) const override { return "/data/" + name; }
  source::Lookup find(const std::string& name) override {
    const auto found = files.find(name);
    if (!elsewhere.empty()) {
      return source::Found{"/other/" + name, source::Bytes::own(elsewhere)};
    }
    if (found == files.end()) return source::NotFound{{target(name)}, ""};
    return source::Found{target(name), source::Bytes::own(found->second)};
  }
  Opened open(const std::string& name, const std::function<bool()>& go_on) override {
    if (!refusal.empty()) return refusal;
    if (!go_on()) return std::unique_ptr<fetch::Part>();
    return std::unique_ptr<fetch::Part>(std::make_unique<MemoryPart>(*this, name));
  }

 private:
  class MemoryPart final : public fetch::Part {
   public:
    MemoryPart(MemoryFolder& folder, std::string name)
        : folder_(folder), name_(std::move(name)), bytes_(folder.files[name_ + ".part"]) {}
    std::string path() const override { return folder_.target(name_) + ".part"; }
    std::uint64_t size() const override { return removed_ ? 0 : bytes_.size(); }
    fetch::Reason append(std::span<const std::byte> bytes) override {
      if (bytes_.size() + bytes.size() > folder_.room) return "no space left";
      bytes_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
      return {};
    }
    fetch::Reason clear() override {
      bytes_.clear();
      return {};
    }
    source::Lookup content() override { return source::Found{path(), source::Bytes::own(bytes_)}; }
    fetch::Reason finish() override {
      folder_.files[name_] = bytes_;
      remove();
      return {};
    }
    void remove() override {
      if (!removed_) folder_.files.erase(name_ + ".part");
      removed_ = true;
    }

   private:
    MemoryFolder& folder_;
    std::string name_;
    std::string& bytes_;
    bool removed_ = false;
  };
};

class Remembering final : public fetch::Listener {
 public:
  std::vector<std::string> lines;
  std::function<bool(std::uint64_t)> stop_when = [](std::uint64_t) { return false; };

  void happened(const fetch::Event& event) override {
    constexpr const char* kNames[] = {"there", "wrong", "starting", "failed", "fetched"};
    std::string line = kNames[static_cast<int>(event.kind)];
    if (event.failure)
      line += " " + diag::fill(diag::text(event.failure->note), event.failure->facts);
    if (event.kind == fetch::Event::Kind::starting) line += " at " + std::to_string(event.bytes);
    lines.push_back(line);
  }
  void progress(const std::string&, std::uint64_t done, std::uint64_t total) override {
    done_ = total > 1 ? done : done_;
  }
  bool cancelled() override { return stop_when(done_); }

 private:
  std::uint64_t done_ = 0;
};

/// Fetches with no proxy and little patience; the errors as text.
inline std::string fetched(const stdlib::DataSet& set, MemoryFolder& folder, Remembering& listener,
                           fetch::Options options = {}) {
  options.direct = true;
  if (options.patience == 20) options.patience = 5;
  options.repeat = "hyp data fetch set";
  return diag::render_text(fetch::fetch(set, folder, options, listener), source::SourceMap(),
                           false);
}

}  // namespace hyp::test
