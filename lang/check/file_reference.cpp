// SPDX-License-Identifier: MIT
#include <algorithm>

#include "lang/check/expr_text.hpp"
#include "lang/check/models.hpp"

namespace hyp::check {

std::optional<FileReference> file_reference(const syntax::Expr& expr,
                                            diag::Diagnostics& diagnostics) {
  const auto* text = std::get_if<syntax::Text>(&expr.node);
  if (!text || text->value.empty()) {
    diagnostics.add({diag::Code::not_a_file, expr.span, {{"seen", equations::seen(expr)}}});
    return std::nullopt;
  }
  FileReference file{text->value, text->sha256.value_or(""), expr.span};
  bool hexadecimal = true;
  for (char& c : file.sha256) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    hexadecimal = hexadecimal && ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }
  if (text->sha256 && (!hexadecimal || file.sha256.size() != 64)) {
    diagnostics.add({diag::Code::malformed_hash,
                     text->sha256_span,
                     {{"hash", *text->sha256}, {"path", text->value}}});
    return std::nullopt;
  }
  return file;
}

}  // namespace hyp::check
