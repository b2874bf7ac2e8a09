// SPDX-License-Identifier: MIT
// `hyp data list` and `hyp data verify`: what there is of the catalogue.
#include "lang/diag/suggest.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/data_folder.hpp"
#include "runtime/fetch/check.hpp"
#include "runtime/report/data_report.hpp"

namespace hyp::cli {
namespace {

using State = fetch::Checked::State;

std::string_view name_of(State state) {
  switch (state) {
    case State::right:
      return "right";
    case State::wrong:
      return "wrong";
    case State::damaged:
      return "damaged";
    case State::missing:
      return "missing";
    case State::unreadable:
      return "unreadable";
  }
  return {};
}

report::DataFileState locate(const stdlib::DataFile& file, const source::Lookup& lookup) {
  report::DataFileState out{file.path, file.size, file.sha256, {}, {}, {}, {}};
  if (const auto* found = std::get_if<source::Found>(&lookup)) out.found = found->path;
  return out;
}

report::DataFileState verify(const stdlib::DataFile& file, const source::Lookup& lookup) {
  const auto checked = fetch::check_file(file, lookup);
  auto out = locate(file, lookup);
  out.found = checked.path;
  out.state = name_of(checked.state);
  if (checked.state == State::wrong) out.seen = checked.sha256;
  out.reason = checked.reason;
  return out;
}

using Look = report::DataFileState (*)(const stdlib::DataFile&, const source::Lookup&);

report::DataReport look_at(const std::vector<const stdlib::DataSet*>& sets,
                           const embed::SearchPath& search, std::string command, Look look) {
  report::DataReport report{std::move(command), data_folders(search), {}};
  for (const auto* set : sets) {
    report::DataSetState state{set->name, set->about, set->licence, set->mirrors, {}};
    for (const auto& file : set->files) {
      state.files.push_back(look(file, find_data(report.searched, file.path)));
    }
    report.sets.push_back(std::move(state));
  }
  return report;
}

ExitCode write(const report::DataReport& report, const std::string& json, ExitCode done) {
  return json.empty() ? write_out(report::to_text(report), done)
                      : write_json(json, report::to_json(report), done);
}

}  // namespace

std::vector<std::string> data_folders(const embed::SearchPath& search) {
  auto folders = search.data;
  if (!search.user_data.empty()) folders.push_back(search.user_data);
  return folders;
}

std::vector<const stdlib::DataSet*> data_sets(const std::vector<std::string>& names) {
  std::vector<const stdlib::DataSet*> sets;
  if (names.empty()) {
    for (const auto& set : stdlib::catalogue()) sets.push_back(&set);
    return sets;
  }
  std::vector<std::string> known;
  for (const auto& set : stdlib::catalogue()) known.push_back(set.name);
  std::vector<diag::Diagnostic> errors;
  for (const auto& name : names) {
    if (const auto* set = stdlib::find_data_set(name)) {
      sets.push_back(set);
      continue;
    }
    diag::Facts facts{{"name", name}};
    const auto suggestion = diag::nearest(name, known);
    if (!suggestion.empty()) facts.emplace_back("suggestion", suggestion);
    errors.emplace_back(diag::Code::data_set_unknown, std::nullopt, std::move(facts));
  }
  if (errors.empty()) return sets;
  show(errors, {});
  advise(errors);
  return {};
}

ExitCode data_list_command(const DataListArgs& args, const embed::SearchPath& search) {
  return write(look_at(data_sets({}), search, "data list", locate), args.json, ExitCode::ok);
}

ExitCode data_verify_command(const DataVerifyArgs& args, const embed::SearchPath& search) {
  const auto sets = data_sets(args.names);
  if (sets.empty()) return ExitCode::usage;
  const auto report = look_at(sets, search, "data verify", verify);
  auto done = ExitCode::ok;
  for (const auto& set : report.sets) {
    for (const auto& file : set.files) {
      if (file.state != "right") done = ExitCode::missing_input;
    }
  }
  return write(report, args.json, done);
}

}  // namespace hyp::cli
