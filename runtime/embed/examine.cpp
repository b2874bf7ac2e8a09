// SPDX-License-Identifier: MIT
#include "runtime/embed/examine.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <set>
#include <thread>

#include "lang/diag/render.hpp"
#include "runtime/embed/machine.hpp"
#include "runtime/embed/version.hpp"
#include "stdlib/catalogue.hpp"

namespace hyp::embed {
namespace {

using report::Finding;

// A core of ten years ago does 30; the reference BLAS does 7 on any.
constexpr double kSlow = 15;

void look_at_machine(int threads, std::vector<Finding>& findings) {
  auto measured = measure_machine(threads);
  if (!measured) {
    auto& diagnostic = measured.diagnostics.front();
    diagnostic.span.reset();  // no file asked for this network
    const auto rendered = diag::render(diagnostic, {});
    findings.push_back({"LibTorch", {}, rendered.message, rendered.help});
    return;
  }
  const auto& machine = *measured;
  findings.push_back(
      {"LibTorch",
       {fmt::format("{}, loaded in {:.1f} s", machine.backend.version, machine.start_seconds)},
       {},
       {}});
  Finding matrices{"matrices", {}, {}, {}, false};
  matrices.lines.push_back(fmt::format("{}: {:.0f} GFLOP/s on one thread, {:.0f} on {}",
                                       machine.backend.blas, machine.gflops, machine.gflops_all,
                                       machine.backend.threads));
  if (machine.gflops < kSlow) {
    matrices.problem = "this is slow";
    matrices.help = "a faster BLAS helps; on Debian: `apt install libopenblas0-pthread`";
  }
  findings.push_back(std::move(matrices));
  findings.push_back({"threads",
                      {fmt::format("{} of {} processors", machine.backend.threads,
                                   std::max(1U, std::thread::hardware_concurrency()))},
                      {},
                      {}});
}

std::string folder_line(const std::string& folder, std::string_view origin) {
  std::error_code none;
  const bool there = std::filesystem::is_directory(folder, none);
  return fmt::format("{} ({}{})", folder, origin, there ? "" : "; not there");
}

void look_at_folders(const SearchPath& search, std::vector<Finding>& findings) {
  Finding data{"data", {}, {}, {}, false};
  for (const auto& folder : search.data) {
    data.lines.push_back(folder_line(folder, "`--data` or $HYP_DATA"));
  }
  data.lines.emplace_back("beside the .hyp file");
  if (!search.user_data.empty()) {
    data.lines.push_back(folder_line(search.user_data, "the user's data folder"));
  }
  findings.push_back(std::move(data));
  Finding imports{"imports", {"beside the .hyp file"}, {}, {}, false};
  for (const auto& folder : search.imports) {
    imports.lines.push_back(folder_line(folder, "`-I` or $HYP_PATH"));
  }
  imports.lines.emplace_back("the library inside the program (`std/...`)");
  findings.push_back(std::move(imports));
}

// Where public data lies; that it is right is for `hyp data verify`, which reads it all.
void look_at_data(const SearchPath& search, std::vector<Finding>& findings) {
  FileLoader loader(search);
  for (const auto& set : stdlib::catalogue()) {
    Finding finding{set.name, {}, {}, {}, false};
    std::set<std::string> folders;
    std::size_t found = 0;
    for (const auto& file : set.files) {
      for (const auto& path : {file.path, std::string(file.plain_path())}) {
        const auto lookup = loader.data(path, "");
        const auto* there = std::get_if<source::Found>(&lookup);
        if (there == nullptr) continue;
        folders.insert(std::filesystem::path(there->path).parent_path().string());
        ++found;
        break;
      }
    }
    if (found > 0) {
      finding.lines.push_back(fmt::format("{} of {} {} in {}", found, set.files.size(),
                                          set.files.size() == 1 ? "file" : "files",
                                          fmt::join(folders, " and ")));
    }
    if (found < set.files.size()) {
      finding.problem = found > 0 ? "not whole" : "not here";
      finding.help = fmt::format("to have it: `hyp data fetch {}`", set.name);
    }
    findings.push_back(std::move(finding));
  }
}

}  // namespace

report::Examination examine(const SearchPath& search, int threads) {
  report::Examination out{std::string(kVersion), {}};
  look_at_machine(threads, out.findings);
  look_at_folders(search, out.findings);
  look_at_data(search, out.findings);
  return out;
}

}  // namespace hyp::embed
