// SPDX-License-Identifier: MIT
// The one place where exceptions of LibTorch become diagnostics.
#pragma once

#include <functional>
#include <optional>

#include "lang/diag/diagnostic.hpp"
#include "runtime/model/network.hpp"

namespace hyp::exec {

/// What `body` returns, or the diagnostic of what it threw: c10::Error, std::bad_alloc or any other
/// std::exception.
[[nodiscard]] std::optional<diag::Diagnostic> torch_guard(
    const model::Network& network, const std::function<std::optional<diag::Diagnostic>()>& body);

}  // namespace hyp::exec
