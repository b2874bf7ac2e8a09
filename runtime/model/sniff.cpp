// SPDX-License-Identifier: MIT
#include "runtime/model/sniff.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/model/cursor.hpp"
#include "runtime/model/problem.hpp"

namespace hyp::model {
namespace {

using namespace std::string_view_literals;

// pickle.dumps(0x1950a86a20f9469cfc6c, protocol=2), with which the old format begins.
constexpr auto kLegacyMagic = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."sv;
// What the zip format begins with: an entry, or the end of an empty archive.
constexpr auto kZipEntry = "PK\x03\x04"sv, kZipEnd = "PK\x05\x06"sv;

bool is_web_page(std::string_view text) {
  std::string start(text.substr(0, text.find_first_not_of(" \t\r\n") == std::string_view::npos
                                       ? 0
                                       : std::min<std::size_t>(text.size(), 256)));
  start.erase(0, start.find_first_not_of(" \t\r\n"));
  std::transform(start.begin(), start.end(), start.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return start.starts_with("<!doctype html") || start.starts_with("<html");
}

// No magic number: eight bytes with the length of a JSON header, then the header's brace.
bool is_safetensors(std::span<const std::byte> content) {
  constexpr std::uint64_t kNoHeaderIsLonger = std::uint64_t{1} << 40;
  return content.size() >= 9 && load<std::uint64_t>(content.data()) < kNoHeaderIsLonger &&
         content[8] == std::byte{'{'};
}

}  // namespace

bool is_gzip(std::span<const std::byte> content) {
  return content.size() >= 2 && content[0] == std::byte{0x1F} && content[1] == std::byte{0x8B};
}

Format sniff(std::span<const std::byte> content) {
  const std::string_view text = as_text(content);
  if (text.empty()) return Format::empty;
  if (text.starts_with(kZipEntry) || text.starts_with(kZipEnd)) return Format::zip;
  if (text.starts_with("\x93NUMPY")) return Format::npy;
  if (text.starts_with(kLegacyMagic)) return Format::legacy_checkpoint;
  if (is_safetensors(content)) return Format::safetensors;
  if (text.size() >= 2 && text[0] == '\x80' && text[1] >= 2 && text[1] <= 5) return Format::pickle;
  if (text.starts_with("version https://git-lfs")) return Format::lfs_pointer;
  if (is_web_page(text)) return Format::web_page;
  return Format::unknown;
}

diag::Diagnostic not_a(std::string_view format, const Asked& asked) {
  const auto content = asked.file.bytes.view();
  switch (sniff(content)) {
    case Format::empty:
      return problem(diag::Code::file_empty, asked);
    case Format::lfs_pointer:
      return problem(diag::Code::lfs_pointer, asked);
    case Format::web_page:
      return problem(diag::Code::web_page, asked);
    default:
      return problem(diag::Code::file_unknown, asked,
                     {{"format", format}, {"seen", beginning(content)}});
  }
}

}  // namespace hyp::model
