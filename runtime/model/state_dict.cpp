// SPDX-License-Identifier: MIT
#include "runtime/model/state_dict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "runtime/model/cursor.hpp"
#include "runtime/model/pickle.hpp"
#include "runtime/model/problem.hpp"
#include "runtime/model/storages.hpp"

namespace hyp::model {
namespace {

using Kind = Value::Kind;

constexpr std::string_view kPickle = "data.pkl";
constexpr int kNewestVersion = 10;

// "mnist_model/data.pkl", the shallowest if several end so.
const Archive::Entry* find_pickle(const Archive& archive) {
  const Archive::Entry* found = nullptr;
  for (const auto& entry : archive.entries()) {
    const std::string_view name = entry.name;
    if (name != kPickle && !name.ends_with("/data.pkl")) continue;
    if (found == nullptr || name.size() < found->name.size()) found = &entry;
  }
  return found;
}

// What an archive says of itself in small text records: the format's version, the byte order.
std::optional<diag::Diagnostic> check_records(const Archive& archive, const std::string& prefix) {
  constexpr std::string_view kPart = "the archive";
  constexpr std::uint64_t kLongest = 100;
  const auto text = [&](const std::string& name) -> std::string {
    const auto* entry = archive.find(prefix + name);
    if (entry == nullptr || entry->size > kLongest) return {};
    const auto content = archive.read(*entry);
    return content ? std::string(content->text()) : std::string();
  };
  if (text("byteorder") == "big") {
    return problem_in(diag::Code::feature_not_read, archive.asked(), kPart,
                      {{"feature", "big-endian numbers"}});
  }
  for (const auto& name : {"version", ".data/version"}) {
    if (archive.find(prefix + name) == nullptr) continue;
    const std::string version = text(name);
    int number = 0;
    std::from_chars(version.data(), version.data() + version.size(), number);
    if (number < 1 || number > kNewestVersion) {
      return problem_in(diag::Code::feature_not_read, archive.asked(), kPart,
                        {{"feature", fmt::format("format version \"{}\"",
                                                 shown(version.substr(0, version.find('\n'))))}});
    }
  }
  return std::nullopt;
}

// Walks the dictionaries of a pickle. Shared dictionaries can make a small file mean an endless
// list of names: the work and the letters of all names together are counted.
class Walk {
 public:
  Walk(const Pickle& pickle, Storages& storages, const Asked& asked)
      : pickle_(pickle), storages_(storages), asked_(asked) {}

  diag::Outcome<NamedArrays> run() {
    if (pickle_[pickle_.root].kind == Kind::tensor) {
      take(pickle_.root, "");
    } else {
      walk(chosen(), "", 0);
    }
    if (error_) return *std::move(error_);
    if (found_.items.empty()) return problem(diag::Code::no_tensors, asked_);
    return std::move(found_);
  }

 private:
  static constexpr std::uint32_t kMostWrappers = 8;
  static constexpr std::uint64_t kMostWork = std::uint64_t{1} << 24;

  [[nodiscard]] bool is(Handle handle, Kind kind) const { return pickle_[handle].kind == kind; }

  [[nodiscard]] bool holds_tensors(Handle dict) const {
    const auto& items = pickle_[dict].items;
    for (std::size_t i = 1; i < items.size(); i += 2) {
      if (is(items[i], Kind::tensor)) return true;
    }
    return false;
  }
  [[nodiscard]] std::optional<Handle> below(Handle dict, std::string_view key) const {
    const auto& items = pickle_[dict].items;
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
      if (is(items[i], Kind::text) && pickle_[items[i]].text == key &&
          is(items[i + 1], Kind::dict)) {
        return items[i + 1];
      }
    }
    return std::nullopt;
  }
  [[nodiscard]] Handle chosen() const {
    Handle dict = pickle_.root;
    for (std::uint32_t level = 0; level < kMostWrappers; ++level) {
      if (!is(dict, Kind::dict) || holds_tensors(dict)) return dict;
      std::optional<Handle> inner;
      for (const auto* key : {"state_dict", "model_state_dict", "model"}) {
        if (!inner) inner = below(dict, key);
      }
      if (!inner) return dict;
      dict = *inner;
    }
    return dict;
  }

  void walk(Handle dict, const std::string& prefix, std::uint32_t level) {
    if (!is(dict, Kind::dict)) return;
    if (level > kDeepestPickle) return too_deep();
    const auto& items = pickle_[dict].items;
    for (std::size_t i = 0; i + 1 < items.size() && !error_; i += 2) {
      const Value& key = pickle_[items[i]];
      const Value& value = pickle_[items[i + 1]];
      work_ += 1;
      if (work_ > kMostWork) return too_many();
      if (value.kind != Kind::dict && value.kind != Kind::tensor) continue;
      if (key.kind != Kind::text && key.kind != Kind::integer) continue;
      work_ += prefix.size() + key.text.size();
      if (work_ > kMostWork) return too_many();
      const std::string name =
          prefix + (key.kind == Kind::text ? std::string(key.text) : std::to_string(key.integer));
      if (value.kind == Kind::tensor) {
        take(items[i + 1], name);
      } else {
        walk(items[i + 1], name + ".", level + 1);
      }
    }
  }

  void take(Handle tensor, const std::string& name) {
    if (!names_.insert(name).second) {
      error_ = problem(diag::Code::named_twice, asked_, {{"name", shown(name)}});
      return;
    }
    auto array = storages_.read(pickle_, tensor, name);
    if (!array) {
      error_ = std::move(array.diagnostics[0]);
      return;
    }
    found_.items.emplace_back(name, std::move(*array));
  }

  void too_deep() {
    error_ =
        problem_in(diag::Code::nested_values, asked_, "the pickle", {{"limit", kDeepestPickle}});
  }

  void too_many() {
    error_ = problem_in(diag::Code::content_too_large, asked_, "the list of tensor names",
                        {{"limit", kMostWork}});
  }

  const Pickle& pickle_;
  Storages& storages_;
  const Asked& asked_;
  NamedArrays found_;
  std::set<std::string> names_;
  std::uint64_t work_ = 0;
  std::optional<diag::Diagnostic> error_;
};

}  // namespace

diag::Outcome<NamedArrays> read_state_dict(const Archive& archive) {
  const Asked& asked = archive.asked();
  const auto* entry = find_pickle(archive);
  if (entry == nullptr) return problem(diag::Code::no_tensors, asked);
  const std::string prefix = entry->name.substr(0, entry->name.size() - kPickle.size());
  if (archive.find(prefix + "constants.pkl") != nullptr) {
    return problem(diag::Code::torchscript, asked);
  }
  if (auto error = check_records(archive, prefix)) return *std::move(error);
  auto code = archive.read(*entry);
  if (!code) return code.diagnostics;
  const Asked inner{{asked.file.path, std::move(*code)}, asked.span};
  const auto pickle = read_pickle(inner);
  if (!pickle) return pickle.diagnostics;
  Storages storages(archive, prefix);
  return Walk(*pickle, storages, asked).run();
}

}  // namespace hyp::model
