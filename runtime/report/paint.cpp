// SPDX-License-Identifier: MIT
#include "runtime/report/paint.hpp"

#include <fmt/format.h>

#include "runtime/report/words.hpp"

namespace hyp::report {

Look look_of(stats::Verdict verdict) {
  switch (verdict) {
    case stats::Verdict::supported:
      return {"✓", "supported", "1;32"};
    case stats::Verdict::refuted:
      return {"✗", "refuted", "1;31"};
    case stats::Verdict::inconclusive:
      return {"?", "inconclusive", "1;33"};
    case stats::Verdict::not_tested:
      return {"-", "not tested", "1;33"};
  }
  return {};
}

std::string Paint::operator()(std::string_view code, std::string_view text) const {
  return on ? fmt::format("\033[{}m{}\033[0m", code, text) : std::string(text);
}

void append_wrapped(std::string& out, std::string_view text, std::size_t indent) {
  for (const auto& line : wrap(text, kColumns - indent)) {
    out += fmt::format("{:{}}{}\n", "", indent, line);
  }
}

}  // namespace hyp::report
