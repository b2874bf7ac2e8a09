// SPDX-License-Identifier: MIT
#include "lang/diag/diagnostic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace hyp::diag {
namespace {

constexpr CodeInfo kCodes[] = {
#define HYP_ERROR(code, name, message, help) {#code, #name, Severity::error, message, help},
#define HYP_WARNING(code, name, message, help) {#code, #name, Severity::warning, message, help},
#define HYP_NOTE(name, text)
#include "lang/diag/codes.def"
#undef HYP_ERROR
#undef HYP_WARNING
#undef HYP_NOTE
};

constexpr std::string_view kNotes[] = {
#define HYP_ERROR(code, name, message, help)
#define HYP_WARNING(code, name, message, help)
#define HYP_NOTE(name, text) text,
#include "lang/diag/codes.def"
#undef HYP_ERROR
#undef HYP_WARNING
#undef HYP_NOTE
};

}  // namespace

const CodeInfo& info(Code code) {
  return kCodes[static_cast<std::size_t>(code)];
}

std::string_view text(Note note) {
  return kNotes[static_cast<std::size_t>(note)];
}

const std::vector<Code>& all_codes() {
  static const std::vector<Code> codes = [] {
    std::vector<Code> all;
    for (std::size_t i = 0; i < std::size(kCodes); ++i) all.push_back(static_cast<Code>(i));
    return all;
  }();
  return codes;
}

std::string fill(std::string_view pattern, const Facts& facts) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size();) {
    if (pattern[i] != '{') {
      out += pattern[i++];
      continue;
    }
    const auto close = pattern.find('}', i);
    const auto name = pattern.substr(i + 1, close - i - 1);
    const auto fact =
        std::find_if(facts.begin(), facts.end(), [&](const Fact& f) { return f.name == name; });
    if (fact == facts.end()) return {};
    out += std::visit([](const auto& value) { return fmt::format("{}", value); }, fact->value);
    i = close + 1;
  }
  return out;
}

}  // namespace hyp::diag
