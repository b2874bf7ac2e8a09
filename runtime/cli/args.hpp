// SPDX-License-Identifier: MIT
// The command line as a value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace hyp::cli {

enum class Format { text, json, github };
struct CheckArgs {
  std::vector<std::string> files;
  std::string json;  ///< "-", a path, or empty
  Format format = Format::text;
};
struct RunArgs {
  std::string file;
  std::vector<std::string> only;
  std::string json;
  Format format = Format::text;
  std::uint64_t seed = 0;
  std::optional<std::int64_t> trials;
  int threads = 0;
  std::vector<std::pair<std::string, std::string>> set;
  bool plan_only = false;  ///< `hyp plan`: say what would be run
};
struct TestArgs {
  std::vector<std::string> paths;  ///< files and folders; with `mutate` a file and names
  std::string filter;
  bool list = false;
  std::string junit, json;  ///< "-", a path, or empty
  std::uint64_t seed = 0;
  std::optional<std::int64_t> trials;
  int threads = 0;
  std::vector<std::pair<std::string, std::string>> set;
  bool mutate = false;
  std::vector<std::string> kinds;    ///< of mutants; empty: all
  std::optional<double> min_killed;  ///< as a share
};
struct WhyArgs {
  std::string file;
  std::string name;  ///< of a hypothesis; empty where the file has tests of one alone
  std::optional<std::int64_t> example;
  std::optional<std::int64_t> worst;  ///< how many; instead of an example
  std::string on;                     ///< a data set
  std::string json;
  std::uint64_t seed = 0;
  std::optional<std::int64_t> trials;
  int threads = 0;
  std::vector<std::pair<std::string, std::string>> set;
};
struct DiffArgs {
  std::vector<std::string> claims;  ///< `a.hyp[:name] b.hyp[:name]`, or `file.hyp name name`
  std::string on;                   ///< a data set
  std::string json;
  int threads = 0;
  std::vector<std::pair<std::string, std::string>> set;
};
struct WatchArgs {
  std::string file;
  std::vector<std::string> only;
  std::uint64_t seed = 0;
  std::optional<std::int64_t> trials;
  int threads = 0;
  std::vector<std::pair<std::string, std::string>> set;
  bool once = false;
};
struct TrainArgs {
  std::string file;
  std::vector<std::string> only;
  std::string json;
  std::string out;  ///< empty: each network's own weights file
  bool force = false;
  int threads = 0;
  std::vector<std::pair<std::string, std::string>> set;
};
struct GraphArgs {
  std::string file;
  std::string hypothesis;
};
struct DocArgs {
  std::vector<std::string> files;  ///< or names of the library; empty: the whole library
};
struct DumpArgs {
  std::string stage;  ///< "syntax", "program", "graph", "mutants"
  std::string file;
};
struct FmtArgs {
  std::vector<std::string> files;
  bool check = false;
  bool diff = false;
  Format format = Format::text;  ///< text or github
};
struct NewArgs {
  std::string file;     ///< empty or "-": standard output
  std::string weights;  ///< empty: a network of its own, on drawn digits
  std::string on, labels;
  std::optional<std::vector<std::int64_t>> input;
  bool force = false;
};
struct ExplainArgs {
  std::vector<std::string> codes;  ///< ids or names; empty: all
  bool list = false;               ///< one line a code
  bool markdown = false;           ///< docs/errors.md
  std::string json;
};
struct ModelArgs {
  std::string file;
  std::string json;  ///< "-", a path, or empty
};
struct DataFetchArgs {
  std::vector<std::string> names;
  std::vector<std::string> mirrors;
  double patience = 20;  ///< seconds without a byte
  bool offline = false;
};
struct DataVerifyArgs {
  std::vector<std::string> names;  ///< empty: all
  std::string json;
};
struct DataListArgs {
  std::string json;
};
struct DataInfoArgs {
  std::vector<std::string> files;
  std::string json;
};

struct DoctorArgs {
  std::string json;
  int threads = 0;
};

struct Args {
  std::variant<std::monostate, CheckArgs, RunArgs, TestArgs, TrainArgs, GraphArgs, DumpArgs,
               DoctorArgs, ModelArgs, DataFetchArgs, DataVerifyArgs, DataListArgs, DataInfoArgs,
               FmtArgs, DocArgs, ExplainArgs, WhyArgs, DiffArgs, WatchArgs, NewArgs>
      command;
  std::vector<std::string> data;     ///< --data
  std::vector<std::string> imports;  ///< -I
};

/// Arguments, or the text to print (help, version, a complaint) and the exit code to end with.
struct Parsed {
  std::optional<Args> args;
  std::string text;
  int exit = 0;
};
[[nodiscard]] Parsed parse_args(int argc, const char* const* argv);

}  // namespace hyp::cli
