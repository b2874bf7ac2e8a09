// SPDX-License-Identifier: MIT
// Errors about files: each names the file, at the span of the declaration that asked for it.
#pragma once

#include <string>
#include <string_view>

#include "lang/diag/diagnostic.hpp"
#include "runtime/model/readers.hpp"

namespace hyp::model {

/// An error about the file asked for; fact `path` is put in.
[[nodiscard]] diag::Diagnostic problem(diag::Code code, const Asked& asked, diag::Facts facts = {});

/// The same, about one part of it; fact `part` ("the zip directory") is put in.
[[nodiscard]] diag::Diagnostic problem_in(diag::Code code, const Asked& asked,
                                          std::string_view part, diag::Facts facts = {});

/// A text out of a file, fit for a message: at most 80 bytes of one line, in which control
/// characters, direction marks and broken UTF-8 show as `?`.
[[nodiscard]] std::string shown(std::string_view untrusted);

/// How a file begins: its first line in quotes where that is text, else bytes in hexadecimal.
[[nodiscard]] std::string beginning(std::span<const std::byte> content);

/// Up to `most` names, "`a`, `b`, ...", through shown().
[[nodiscard]] std::string name_list(const std::vector<std::string>& names, std::size_t most);

/// A part of a file as a file of its own: "data.npz:input".
[[nodiscard]] Asked member(const Asked& asked, std::string_view name, source::Bytes bytes);

}  // namespace hyp::model
