// SPDX-License-Identifier: MIT
#include "runtime/fetch/fetch.hpp"

#include <fmt/format.h>

#include <optional>
#include <set>
#include <utility>

#include "runtime/fetch/check.hpp"
#include "runtime/fetch/transfer.hpp"

namespace hyp::fetch {
namespace {

using diag::Code;
using diag::Diagnostic;
using diag::Note;
using stdlib::DataFile;
using State = Checked::State;
using End = Transferred::End;

// Passes bytes on into the part, and remembers why that failed.
class PartSink final : public Sink {
 public:
  PartSink(Part& part, const std::string& path, Listener& listener)
      : part_(part), path_(path), listener_(listener) {}

  bool append(std::span<const std::byte> bytes) override { return keep(part_.append(bytes)); }
  bool restart() override { return keep(part_.clear()); }
  bool go_on(std::uint64_t done, std::uint64_t total) override {
    listener_.progress(path_, done, total);
    return !listener_.cancelled();
  }
  [[nodiscard]] const Reason& reason() const { return reason_; }

 private:
  bool keep(Reason reason) {
    reason_ = std::move(reason);
    return reason_.empty();
  }
  Part& part_;
  const std::string& path_;
  Listener& listener_;
  Reason reason_;
};

class Fetcher {
 public:
  Fetcher(const stdlib::DataSet& set, Folder& folder, const Options& options, Listener& listener)
      : set_(set), folder_(folder), options_(options), listener_(listener) {
    mirrors_ = options.mirrors;
    mirrors_.insert(mirrors_.end(), set.mirrors.begin(), set.mirrors.end());
  }

  std::vector<Diagnostic> run() {
    for (const auto& file : set_.files) {
      fetch_file(file);
      if (hopeless_) break;
    }
    return std::move(errors_);
  }

 private:
  void fetch_file(const DataFile& file) {
    if (is_there(file)) return;
    if (options_.offline) return report_offline(file);
    auto opened = folder_.open(file.path, [&] { return !listener_.cancelled(); });
    if (const auto* reason = std::get_if<Reason>(&opened)) return cannot_write(file, *reason);
    const auto part = std::move(std::get<std::unique_ptr<Part>>(opened));
    if (!part) return interrupted(file, 0);
    fetch_into(file, *part);
    if (part->size() == 0) part->remove();
  }

  bool is_there(const DataFile& file) {
    const auto checked = check_file(file, folder_.find(file.path));
    switch (checked.state) {
      case State::right:
        tell({Event::Kind::there, checked.path, {}});
        return true;
      case State::wrong:
      case State::damaged:
        return in_the_way(file, checked.path);
      case State::unreadable:
        errors_.push_back({Code::file_unreadable,
                           std::nullopt,
                           {{"path", checked.path}, {"reason", checked.reason}}});
        return true;
      case State::missing:
        return false;
    }
    return false;
  }

  // Whether nothing is to be fetched: a wrong file in the folder itself is replaced, but one that
  // lies elsewhere would still be found first, and is not for this command to touch.
  bool in_the_way(const DataFile& file, const std::string& wrong) {
    const auto target = folder_.target(file.path);
    if (wrong == target || wrong + ".gz" == target) {
      tell({Event::Kind::wrong, wrong, {}});
      return false;
    }
    errors_.push_back(
        {Code::wrong_file_first, std::nullopt, {{"path", wrong}, {"target", target}}});
    return true;
  }

  void fetch_into(const DataFile& file, Part& part) {
    // Another process may have fetched it while this one waited for the part.
    const auto now = check_file(file, folder_.find(file.path));
    if (now.state == State::right) {
      tell({Event::Kind::there, now.path, {}});
      return part.remove();
    }
    if (part.size() > 0 && is_right(file, part)) return finish(file, part);
    std::vector<diag::Remark> failures;
    for (const auto& mirror : mirrors_) {
      const auto url = address(mirror, file);
      if (silent_.count(mirror) > 0) {
        failures.push_back({Note::mirror_skipped, {{"url", url}}});
        continue;
      }
      auto failure = ask(mirror, url, file, part);
      if (!failure) return;
      tell({Event::Kind::failed, file.path, url, part.size(), &*failure});
      failures.push_back(std::move(*failure));
    }
    report_failed(file, part, std::move(failures));
  }

  // Nothing where no further mirror is needed: the file is finished, or an error was reported.
  std::optional<diag::Remark> ask(const std::string& mirror, const std::string& url,
                                  const DataFile& file, Part& part) {
    for (;;) {
      const std::uint64_t begin = part.size();
      tell({Event::Kind::starting, file.path, url, begin});
      PartSink sink(part, file.path, listener_);
      const auto got = transfer(
          {url, begin, most_bytes(file), options_.patience, options_.direct, options_.agent}, sink);
      listener_.progress(file.path, 1, 1);
      const bool resumed = begin > 0 && got.done >= begin;
      switch (got.end) {
        case End::sink_failed:
          cannot_write(file, sink.reason());
          return std::nullopt;
        case End::cancelled:
          interrupted(file, part.size());
          return std::nullopt;
        case End::no_such_range:
          if (!clear(file, part)) return std::nullopt;
          if (begin > 0) continue;
          return diag::Remark{Note::mirror_refused, {{"url", url}, {"status", got.status}}};
        case End::too_large:
          if (!clear(file, part)) return std::nullopt;
          return diag::Remark{Note::mirror_too_large, {{"url", url}, {"limit", most_bytes(file)}}};
        case End::refused:
          return diag::Remark{Note::mirror_refused, {{"url", url}, {"status", got.status}}};
        case End::ended_early:
          return diag::Remark{Note::mirror_ended,
                              {{"url", url}, {"bytes", got.done}, {"total", got.total}}};
        case End::stalled:
          silent_.insert(mirror);
          return diag::Remark{Note::mirror_stalled,
                              {{"url", url},
                               {"seconds", fmt::format("{:g}", options_.patience)},
                               {"bytes", got.done}}};
        case End::failed:
          silent_.insert(mirror);
          return diag::Remark{Note::mirror_failed, {{"url", url}, {"reason", got.reason}}};
        case End::whole:
          break;
      }
      const auto checked = check_file(file, part.content());
      if (checked.state == State::right) {
        finish(file, part);
        return std::nullopt;
      }
      if (!clear(file, part)) return std::nullopt;
      // Two mirrors may pack the same content differently: what was begun at one does not go on at
      // the other, so this one is asked for all of it.
      if (resumed) continue;
      if (checked.state != State::wrong) return diag::Remark{Note::mirror_damaged, {{"url", url}}};
      return diag::Remark{Note::mirror_wrong,
                          {{"url", url}, {"seen", checked.sha256}, {"expected", file.sha256}}};
    }
  }

  static bool is_right(const DataFile& file, Part& part) {
    return check_file(file, part.content()).state == State::right;
  }

  static std::string address(const std::string& mirror, const DataFile& file) {
    return mirror + (mirror.ends_with('/') ? "" : "/") + std::string(file.name());
  }

  void finish(const DataFile& file, Part& part) {
    const auto bytes = part.size();
    auto reason = part.finish();
    if (!reason.empty()) return cannot_write(file, reason);
    tell({Event::Kind::fetched, folder_.target(file.path), {}, bytes});
  }

  bool clear(const DataFile& file, Part& part) {
    const auto reason = part.clear();
    if (!reason.empty()) cannot_write(file, reason);
    return reason.empty();
  }

  void cannot_write(const DataFile& file, const Reason& reason) {
    hopeless_ = true;
    errors_.push_back({Code::fetch_cannot_write,
                       std::nullopt,
                       {{"path", folder_.target(file.path)}, {"reason", reason}}});
  }

  void interrupted(const DataFile& file, std::uint64_t kept) {
    hopeless_ = true;
    errors_.push_back({Code::fetch_interrupted,
                       std::nullopt,
                       {{"path", file.path}, {"bytes", kept}, {"repeat", options_.repeat}}});
  }

  void report_offline(const DataFile& file) {
    Diagnostic error(Code::not_fetched_offline, std::nullopt,
                     {{"path", file.path}, {"target", folder_.target(file.path)}});
    for (const auto& mirror : mirrors_) {
      error.notes.push_back({Note::fetch_from, {{"url", address(mirror, file)}}});
    }
    errors_.push_back(std::move(error));
  }

  void report_failed(const DataFile& file, const Part& part, std::vector<diag::Remark> failures) {
    const diag::Facts facts = {{"path", file.path},    {"count", failures.size()},
                               {"set", set_.name},     {"target", folder_.target(file.path)},
                               {"bytes", part.size()}, {"repeat", options_.repeat}};
    Diagnostic error(part.size() > 0 ? Code::fetch_incomplete : Code::fetch_failed, std::nullopt,
                     facts);
    error.notes = std::move(failures);
    errors_.push_back(std::move(error));
  }

  void tell(const Event& event) { listener_.happened(event); }

  const stdlib::DataSet& set_;
  Folder& folder_;
  const Options& options_;
  Listener& listener_;
  std::vector<std::string> mirrors_;
  std::set<std::string> silent_;  // mirrors that did not answer
  bool hopeless_ = false;         // no use to go on with the next file
  std::vector<Diagnostic> errors_;
};

}  // namespace

std::vector<Diagnostic> fetch(const stdlib::DataSet& set, Folder& folder, const Options& options,
                              Listener& listener) {
  return Fetcher(set, folder, options, listener).run();
}

}  // namespace hyp::fetch
