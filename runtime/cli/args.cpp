// SPDX-License-Identifier: MIT
#include "runtime/cli/args.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <sstream>

#include "lang/mutate/mutants.hpp"
#include "runtime/cli/exit_code.hpp"
#include "runtime/embed/version.hpp"

namespace hyp::cli {
namespace {

void add_json(CLI::App& command, std::string& json) {
  command.add_option("--json", json, "Write one JSON object to FILE, or to standard output for -")
      ->type_name("FILE|-");
}

using Formats = std::map<std::string, Format>;

void add_format(CLI::App& command, Format& format, const Formats& names) {
  std::vector<std::string> words;
  for (const auto& [word, value] : names) words.push_back(word);
  command
      .add_option_function<std::string>(
          "--format", [&format, names](const std::string& word) { format = names.at(word); },
          "How errors are shown; github annotates their lines in a pull request. Else text")
      ->check(CLI::IsMember(words))
      ->type_name("FORMAT");
}

void add_threads(CLI::App& command, int& threads) {
  command.add_option("--threads", threads, "Threads; 0 for one a processor")
      ->check(CLI::Range(0, 1024));
}

std::pair<std::string, std::string> split_setting(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw CLI::ValidationError("--set", "expected name=value, but saw `" + text + "`");
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

// "1x28x28" as the shape of one example.
std::vector<std::int64_t> shape_of(const std::string& text) {
  constexpr std::int64_t kLargest = 1 << 20;
  std::vector<std::int64_t> shape;
  std::int64_t product = 1;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find('x', begin), text.size());
    std::int64_t extent = 0;
    const auto read = std::from_chars(text.data() + begin, text.data() + end, extent);
    const bool whole = read.ec == std::errc() && read.ptr == text.data() + end;
    if (!whole || extent < 1 || extent > kLargest / product) {
      throw CLI::ValidationError("--input",
                                 "expected a shape such as 1x28x28, but saw `" + text + "`");
    }
    product *= extent;
    shape.push_back(extent);
    begin = end + 1;
  }
  return shape;
}

// `90%` or `90`
double percentage(const std::string& text) {
  const std::string number = text.ends_with('%') ? text.substr(0, text.size() - 1) : text;
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc() || end != number.data() + number.size() || !(value >= 0) ||
      value > 100) {
    throw CLI::ValidationError("--min-killed",
                               "expected a percentage such as 90%, but saw `" + text + "`");
  }
  return value / 100;
}

// What belongs to a suite, and what to mutants; empty where all is well.
std::string misused(const TestArgs& test) {
  if (test.json == "-" && test.junit == "-") {
    return "--json and --junit cannot both go to standard output";
  }
  if (!test.mutate) {
    if (!test.kinds.empty()) return "--kind is about mutants: add --mutate";
    if (test.min_killed) return "--min-killed is about mutants: add --mutate";
    return {};
  }
  if (test.paths.empty()) return "--mutate needs a file: `hyp test --mutate FILE`";
  if (test.list || !test.filter.empty() || !test.junit.empty()) {
    return "--list, --filter and --junit are about suites: name tests behind the file instead";
  }
  return {};
}

std::vector<std::string> mutant_kinds() {
  std::vector<std::string> names;
  for (const auto kind : mutate::kKinds) names.emplace_back(mutate::name_of(kind));
  return names;
}

}  // namespace

Parsed parse_args(int argc, const char* const* argv) {
  CLI::App app{"hyp tests claims about what happens inside a neural network.", "hyp"};
  app.set_version_flag("--version", "hyp " + std::string(embed::kVersion));
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::simple);
  app.footer(
      "Exit codes: 0 supported or nothing to decide, 1 refuted, 2 inconclusive, 3 not tested,\n"
      "64 usage, 65 errors in the file, 66 input missing, 69 no mirror has it, 70 internal,\n"
      "73/74 cannot write/read, 75 fetched in part, 130 interrupted.");

  Args args;
  CheckArgs check;
  RunArgs run;
  TrainArgs train;
  GraphArgs graph;
  DumpArgs dump;
  DoctorArgs doctor;
  std::vector<std::string> settings;

  const auto add_search = [&](CLI::App& command, bool data) {
    command.add_option("-I", args.imports, "Folder to search for imports")->type_name("DIR");
    if (data) {
      command.add_option("--data", args.data, "Folder to search for data and weights")
          ->type_name("DIR");
    }
  };

  auto& check_command = *app.add_subcommand("check", "Check files without reading data");
  check_command.add_option("FILE", check.files, "Files to check; - is standard input")->required();
  add_json(check_command, check.json);
  const Formats formats = {
      {"text", Format::text}, {"json", Format::json}, {"github", Format::github}};
  add_format(check_command, check.format, formats);
  add_search(check_command, false);

  const auto add_run = [&](CLI::App& command, RunArgs& into) {
    command.add_option("FILE", into.file, "File to read; - is standard input")->required();
    command.add_option("NAME", into.only, "Only these experiments, and tests of these hypotheses");
    add_json(command, into.json);
    add_format(command, into.format, formats);
    command.add_option("--seed", into.seed, "Seed of all draws")->default_val(0);
    add_threads(command, into.threads);
    command
        .add_option("--trials", into.trials,
                    "Trials of every test; else what the file says, or 100")
        ->check(CLI::Range(1, 1000000000));
    command.add_option("--set", settings, "Give a constant another value, as name=value")
        ->type_name("NAME=VALUE");
    add_search(command, true);
  };
  auto& run_command = *app.add_subcommand("run", "Run a file's experiments and tests");
  add_run(run_command, run);
  RunArgs plan;
  plan.plan_only = true;
  auto& plan_command = *app.add_subcommand(
      "plan", "Say what the tests of a file would run: who may stand in for whom, passes, memory");
  add_run(plan_command, plan);

  TestArgs test;
  std::string min_killed;
  auto& test_command = *app.add_subcommand(
      "test",
      "Run what files and folders expect, as one suite; or ask with mutants what it is worth");
  test_command.add_option("PATH", test.paths,
                          "Files, and folders searched for *.hyp; else this folder. With --mutate "
                          "one file, and the tests of it to mutate");
  test_command
      .add_option("--filter", test.filter,
                  "Only cases whose `file: name` holds this text, or matches it with * and ?")
      ->type_name("TEXT");
  test_command.add_flag("--list", test.list, "Name the cases, and run none");
  test_command
      .add_option("--junit", test.junit, "Write JUnit's XML to FILE, or to standard output")
      ->type_name("FILE|-");
  test_command.add_flag(
      "--mutate", test.mutate,
      "Run one-step falsehoods of a file's claims: which do its expectations kill?");
  test_command.add_option("--kind", test.kinds, "Only mutants of these kinds")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember(mutant_kinds()));
  test_command
      .add_option("--min-killed", min_killed, "Exit with 1 where fewer of the mutants are killed")
      ->type_name("PERCENT");
  add_json(test_command, test.json);
  test_command.add_option("--seed", test.seed, "Seed of all draws")->default_val(0);
  add_threads(test_command, test.threads);
  test_command
      .add_option("--trials", test.trials, "Trials of every test; else what the file says, or 100")
      ->check(CLI::Range(1, 1000000000));
  test_command
      .add_option("--set", settings,
                  "Give a constant another value, as name=value, in the files that have it")
      ->type_name("NAME=VALUE");
  add_search(test_command, true);

  WhyArgs why;
  auto& why_command = *app.add_subcommand(
      "why",
      "Say of one example what a tested claim makes of it, and what would change its answer");
  why_command.add_option("FILE", why.file, "File to read; - is standard input")->required();
  why_command.add_option("HYPOTHESIS", why.name,
                         "Whose test; not needed where the file tests one alone");
  auto& asked = *why_command.add_option_group("which example");
  asked
      .add_option("--example", why.example,
                  "Row of the test's references, counted from 0, as in `images[4711]`")
      ->type_name("ROW");
  asked
      .add_option("--worst", why.worst,
                  "Instead list the N examples whose answers the claim's scrub keeps least often")
      ->type_name("N")
      ->check(CLI::Range(1, 1000000000));
  asked.require_option(1);
  why_command
      .add_option("--on", why.on, "The test's data, where the hypothesis is tested on several")
      ->type_name("DATA");
  add_json(why_command, why.json);
  why_command.add_option("--seed", why.seed, "Seed of all draws")->default_val(0);
  add_threads(why_command, why.threads);
  why_command
      .add_option("--trials", why.trials,
                  "Trials of what is sampled; else as many as the test has, or 10000 where a "
                  "probability is estimated")
      ->check(CLI::Range(1, 1000000000));
  why_command.add_option("--set", settings, "Give a constant another value, as name=value")
      ->type_name("NAME=VALUE");
  add_search(why_command, true);

  DiffArgs diff;
  auto& diff_command = *app.add_subcommand(
      "diff", "Say which swaps one tested claim allows and another does not, with examples");
  diff_command
      .add_option("CLAIM", diff.claims,
                  "Two claims: `a.hyp:name b.hyp:name` (without `:name` where a file tests one "
                  "hypothesis), or `file.hyp name name`")
      ->required()
      ->expected(2, 3);
  diff_command
      .add_option("--on", diff.on, "The tests' data, where a hypothesis is tested on several")
      ->type_name("DATA");
  add_json(diff_command, diff.json);
  add_threads(diff_command, diff.threads);
  diff_command.add_option("--set", settings, "Give a constant another value, as name=value")
      ->type_name("NAME=VALUE");
  add_search(diff_command, true);
  diff_command.footer("The exit code is 0 whatever the difference is: like a report, not a test.");

  WatchArgs watch;
  auto& watch_command = *app.add_subcommand(
      "watch", "Check and run a file again whenever it, or a file it imports, is saved");
  watch_command.add_option("FILE", watch.file, "File to watch")->required();
  watch_command.add_option("NAME", watch.only,
                           "Only these experiments, and tests of these hypotheses");
  watch_command.add_option("--seed", watch.seed, "Seed of all draws")->default_val(0);
  add_threads(watch_command, watch.threads);
  watch_command
      .add_option("--trials", watch.trials, "Trials of every test; else what the file says, or 100")
      ->check(CLI::Range(1, 1000000000));
  watch_command.add_option("--set", settings, "Give a constant another value, as name=value")
      ->type_name("NAME=VALUE");
  watch_command.add_flag("--once", watch.once,
                         "Do not wait for a change; end with the exit code of `hyp run`");
  add_search(watch_command, true);
  watch_command.footer("Ctrl-C ends it, with exit code 130.");

  auto& train_command =
      *app.add_subcommand("train", "Make the weights of a file's networks as its `train` says");
  train_command.add_option("FILE", train.file, "File to read; - is standard input")->required();
  train_command.add_option("MODEL", train.only, "Only these networks");
  add_json(train_command, train.json);
  train_command.add_option("--out", train.out, "Write the weights of one network to this file")
      ->type_name("FILE")
      ->check([](const std::string& path) {
        return path.ends_with(".safetensors")
                   ? std::string()
                   : "training writes safetensors: name a file `FILE.safetensors`, not `" + path +
                         "`";
      });
  train_command.add_flag("--force", train.force, "Replace files of weights that exist");
  add_threads(train_command, train.threads);
  train_command.add_option("--set", settings, "Give a constant another value, as name=value")
      ->type_name("NAME=VALUE");
  add_search(train_command, true);

  auto& graph_command = *app.add_subcommand("graph", "Draw a hypothesis as Graphviz dot");
  graph_command.add_option("FILE", graph.file)->required();
  graph_command.add_option("HYPOTHESIS", graph.hypothesis,
                           "Which hypothesis; not needed where there is one");
  add_search(graph_command, false);

  auto& dump_command = *app.add_subcommand("dump", "Print what a stage makes of a file");
  dump_command.add_option("STAGE", dump.stage, "syntax, program, graph or mutants")
      ->required()
      ->check(CLI::IsMember({"syntax", "program", "graph", "mutants"}));
  dump_command.add_option("FILE", dump.file)->required();
  add_search(dump_command, false);

  NewArgs fresh;
  std::string shape;
  auto& new_command = *app.add_subcommand(
      "new", "Write a starting file: on a network and data at hand, or on drawn digits");
  new_command.add_option("OUT.hyp", fresh.file, "File to write; - or none is standard output")
      ->check([](const std::string& path) {
        return path == "-" || path.ends_with(".hyp")
                   ? std::string()
                   : "name the file to write `FILE.hyp`, not `" + path +
                         "`; a network is named by --weights";
      });
  new_command
      .add_option("--weights", fresh.weights, "Network to begin with (.pt, .safetensors, .npz)")
      ->type_name("FILE");
  new_command
      .add_option("--on", fresh.on,
                  "Examples: an IDX, npy or npz file, or a name of `hyp data list` such as mnist")
      ->type_name("DATA");
  new_command.add_option("--labels", fresh.labels, "Their labels: an IDX or npy file")
      ->type_name("FILE");
  new_command.add_option("--input", shape, "Shape of one example; else as the data has it")
      ->type_name("1x28x28");
  new_command.add_flag("--force", fresh.force, "Replace a file that exists");
  add_search(new_command, true);

  FmtArgs layout;
  auto& fmt_command = *app.add_subcommand("fmt", "Give files the one layout of the language");
  fmt_command
      .add_option("FILE", layout.files, "Files to rewrite; - is from standard input to output")
      ->required();
  fmt_command.add_flag(
      "--check", layout.check,
      "Write nothing; name the files that are laid out otherwise, and exit with 1");
  fmt_command.add_flag("--diff", layout.diff, "Write nothing; print what would change");
  add_format(fmt_command, layout.format, {{"text", Format::text}, {"github", Format::github}});

  DocArgs doc;
  auto& doc_command =
      *app.add_subcommand("doc", "Print the reference of the library, or of files, as Markdown");
  doc_command.add_option("FILE", doc.files, "Files, or names such as std/rules; none: std");
  ExplainArgs explain;
  auto& explain_command = *app.add_subcommand(
      "explain", "Say why something is an error, and how it is mended, with samples");
  explain_command.add_option("CODE", explain.codes, "Codes such as E0204, or their names");
  explain_command.add_flag("--list", explain.list, "One line a code; so without a CODE");
  explain_command.add_flag("--markdown", explain.markdown, "All of them, as docs/errors.md");
  add_json(explain_command, explain.json);

  auto& doctor_command =
      *app.add_subcommand("doctor", "Look at LibTorch, its speed, and the folders searched");
  add_json(doctor_command, doctor.json);
  add_threads(doctor_command, doctor.threads);
  add_search(doctor_command, true);
  auto& data_command = *app.add_subcommand("data", "Fetch and check public data");
  data_command.require_subcommand(1);
  const auto add_data = [&](CLI::App& command, const char* what) {
    command.add_option("--data", args.data, what)->type_name("DIR");
  };
  DataFetchArgs fetch;
  auto& fetch_command = *data_command.add_subcommand(
      "fetch", "Fetch data sets from their public homes; the only command that uses the network");
  fetch_command.add_option("NAME", fetch.names, "Which, of `hyp data list`")->required();
  add_data(fetch_command, "Folder to put them into; else the user's data folder");
  fetch_command
      .add_option("--mirror", fetch.mirrors, "Folder to ask first, before the public homes")
      ->type_name("URL");
  fetch_command.add_flag("--offline", fetch.offline,
                         "Connect to nothing: say what would be fetched, and from where");
  fetch_command
      .add_option("--timeout", fetch.patience, "Give a mirror up after so long without a byte")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.1, 86400.0))
      ->default_val(20);
  DataVerifyArgs verify;
  auto& verify_command =
      *data_command.add_subcommand("verify", "Check data sets by the hash of their content");
  verify_command.add_option("NAME", verify.names, "Which; else all");
  add_data(verify_command, "Folder to search");
  add_json(verify_command, verify.json);
  DataListArgs list;
  auto& list_command =
      *data_command.add_subcommand("list", "Say what can be fetched, and what is here");
  add_data(list_command, "Folder to search");
  add_json(list_command, list.json);
  DataInfoArgs info;
  auto& info_command = *data_command.add_subcommand(
      "info", "Say what files of numbers hold, or the data that a .hyp file declares");
  info_command.add_option("FILE", info.files, "IDX, npy, npz (gzip or not) or .hyp")->required();
  add_json(info_command, info.json);
  add_search(info_command, true);

  ModelArgs model;
  auto& model_command = *app.add_subcommand(
      "model", "List the tensors of a file of weights, or the networks of a .hyp file");
  model_command.add_option("FILE", model.file)->required();
  add_json(model_command, model.json);
  add_search(model_command, true);

  try {
    app.parse(argc, argv);
    for (const auto& setting : settings) run.set.push_back(split_setting(setting));
    plan.set = train.set = test.set = why.set = diff.set = watch.set = run.set;
    if (!shape.empty()) fresh.input = shape_of(shape);
    if (!min_killed.empty()) test.min_killed = percentage(min_killed);
    if (auto wrong = misused(test); test_command.parsed() && !wrong.empty()) {
      throw CLI::ValidationError("test", wrong);
    }
  } catch (const CLI::ParseError& stop) {
    std::ostringstream out, complaint;
    const int code = app.exit(stop, out, complaint);
    if (code == 0) return {std::nullopt, out.str(), 0};
    return {std::nullopt, "hyp: " + complaint.str(), static_cast<int>(ExitCode::usage)};
  }
  if (check_command.parsed()) args.command = check;
  if (run_command.parsed()) args.command = run;
  if (plan_command.parsed()) args.command = plan;
  if (test_command.parsed()) args.command = test;
  if (train_command.parsed()) args.command = train;
  if (why_command.parsed()) args.command = why;
  if (diff_command.parsed()) args.command = diff;
  if (watch_command.parsed()) args.command = watch;
  if (graph_command.parsed()) args.command = graph;
  if (dump_command.parsed()) args.command = dump;
  if (fmt_command.parsed()) args.command = layout;
  if (new_command.parsed()) args.command = fresh;
  if (doc_command.parsed()) args.command = doc;
  if (explain_command.parsed()) args.command = explain;
  if (doctor_command.parsed()) args.command = doctor;
  if (model_command.parsed()) args.command = model;
  if (fetch_command.parsed()) args.command = fetch;
  if (verify_command.parsed()) args.command = verify;
  if (list_command.parsed()) args.command = list;
  if (info_command.parsed()) args.command = info;
  return {std::move(args), {}, 0};
}

}  // namespace hyp::cli
