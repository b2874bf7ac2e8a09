// SPDX-License-Identifier: MIT
// Runs one of the claims about the published network on the data in $HYP_DATA.
#pragma once

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "runtime/embed/file_loader.hpp"
#include "runtime/embed/session.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/quiet.hpp"

namespace hyp::numeric {

/// The report of hypotheses/one_or_anti_one/<name>, which has no errors.
inline report::Report run_claim(const std::string& name, const embed::RunOptions& options) {
  const std::string path =
      std::string(HYP_TEST_SOURCE_DIR) + "/../hypotheses/one_or_anti_one/" + name;
  std::ifstream in(path);
  embed::FileLoader loader({{std::getenv("HYP_DATA")}, {}, ""});
  embed::Session session(loader);
  const auto checked = session.check(path, std::string(std::istreambuf_iterator<char>(in), {}));
  REQUIRE(checked.value.has_value());
  test::Quiet quiet;
  auto report = session.run(*checked, options, quiet);
  for (const auto& diagnostic : report.diagnostics) {
    REQUIRE(diagnostic.severity() != diag::Severity::error);
  }
  return report;
}

}  // namespace hyp::numeric
