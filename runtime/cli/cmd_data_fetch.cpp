// SPDX-License-Identifier: MIT
// `hyp data fetch`, the only command that connects to anything.
#include <fmt/format.h>

#include <set>

#include "runtime/cli/commands.hpp"
#include "runtime/cli/data_folder.hpp"
#include "runtime/cli/terminal.hpp"
#include "runtime/embed/version.hpp"
#include "runtime/fetch/fetch.hpp"
#include "runtime/fetch/transfer.hpp"
#include "runtime/report/data_report.hpp"

namespace hyp::cli {
namespace {

// What has become of files goes to standard output, what is going on to standard error.
class Narrator final : public fetch::Listener {
 public:
  explicit Narrator(const stdlib::DataSet& set, bool& written) : set_(set), written_(written) {}

  void happened(const fetch::Event& event) override {
    using Kind = fetch::Event::Kind;
    switch (event.kind) {
      case Kind::there:
        return say(event.path + ": right already\n");
      case Kind::wrong:
        if (warned_.insert(event.path).second) {
          complain(fmt::format("hyp: `{}` is not the right file\n", event.path));
        }
        return;
      case Kind::starting:
        announce();
        return complain(event.bytes == 0
                            ? fmt::format("hyp: fetching {} from {}\n", event.path, event.url)
                            : fmt::format("hyp: going on with {} after {} from {}\n", event.path,
                                          report::write_bytes(event.bytes), event.url));
      case Kind::failed:
        return complain(
            "hyp: " + diag::fill(diag::text(event.failure->note), event.failure->facts) + "\n");
      case Kind::fetched:
        return say(fmt::format("{}: fetched, {}\n", event.path, report::write_bytes(event.bytes)));
    }
  }
  void progress(const std::string& path, std::uint64_t done, std::uint64_t total) override {
    terminal_.progress(path, static_cast<std::int64_t>(done), static_cast<std::int64_t>(total));
  }
  bool cancelled() override { return terminal_.cancelled(); }

 private:
  void announce() {
    if (announced_) return;
    announced_ = true;
    complain(fmt::format("hyp: {} is {}\nhyp: licence: {}; hyp does not redistribute it\n",
                         set_.name, set_.about, set_.licence));
  }
  void say(const std::string& line) { written_ = print(line) && written_; }

  const stdlib::DataSet& set_;
  bool& written_;
  TerminalListener terminal_;
  std::set<std::string> warned_;
  bool announced_ = false;
};

fetch::Options options_of(const DataFetchArgs& args, const std::string& repeat) {
  fetch::Options options;
  options.mirrors = args.mirrors;
  options.patience = args.patience;
  options.offline = args.offline;
  options.agent = "hyp/" + std::string(embed::kVersion);
  options.repeat = repeat;
  return options;
}

std::vector<diag::Diagnostic> wrong_mirrors(const std::vector<std::string>& mirrors) {
  std::vector<diag::Diagnostic> errors;
  for (const auto& url : mirrors) {
    if (fetch::is_address(url)) continue;
    errors.emplace_back(diag::Code::mirror_malformed, std::nullopt, diag::Facts{{"url", url}});
  }
  return errors;
}

ExitCode fail(const std::vector<diag::Diagnostic>& errors) {
  show(errors, {});
  advise(errors);
  return exit_code(errors);
}

}  // namespace

ExitCode data_fetch_command(const DataFetchArgs& args, const std::vector<std::string>& asked,
                            const embed::SearchPath& search, const std::string& repeat) {
  const auto sets = data_sets(args.names);
  if (sets.empty()) return ExitCode::usage;
  if (auto wrong = wrong_mirrors(args.mirrors); !wrong.empty()) return fail(wrong);
  const auto into = asked.empty() ? search.user_data : asked.front();
  if (into.empty()) return fail({{diag::Code::no_data_folder, std::nullopt}});
  // A folder that was asked for is to hold the data itself; else what a run finds elsewhere does.
  DataFolder folder(into, asked.empty() ? search.data : std::vector<std::string>());
  std::vector<diag::Diagnostic> errors;
  bool written = true;
  for (const auto* set : sets) {
    Narrator narrator(*set, written);
    auto more = fetch::fetch(*set, folder, options_of(args, repeat), narrator);
    errors.insert(errors.end(), more.begin(), more.end());
    // Where nothing was missing, stopping cost nothing yet: the next set says what it costs.
    if (narrator.cancelled() && !errors.empty()) break;
  }
  if (!errors.empty()) return fail(errors);
  return written ? ExitCode::ok : write_out("", ExitCode::ok);
}

}  // namespace hyp::cli
