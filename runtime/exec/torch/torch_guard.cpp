// SPDX-License-Identifier: MIT
#include "runtime/exec/torch/torch_guard.hpp"

#include <c10/util/Exception.h>

#include <algorithm>
#include <exception>
#include <new>
#include <string>

namespace hyp::exec {
namespace {

// LibTorch's own words on one line, without its C++ backtrace.
std::string reason_of(std::string text) {
  text = text.substr(0, text.find("\nException raised"));
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

diag::Diagnostic out_of_memory(const check::Model& model) {
  const auto largest = std::max_element(
      model.sites.begin(), model.sites.end(), [](const check::Site& a, const check::Site& b) {
        return check::elements(a.shape) < check::elements(b.shape);
      });
  return {diag::Code::network_out_of_memory,
          model.span,
          {{"model", model.name},
           {"shape", check::to_string(largest->shape)},
           {"bytes", check::elements(largest->shape) * std::int64_t{sizeof(float)}}}};
}

diag::Diagnostic failure(const check::Model& model, const std::string& what) {
  // LibTorch's allocator has no exception type of its own.
  if (what.find("can't allocate memory") != std::string::npos) return out_of_memory(model);
  return {
      diag::Code::torch_failed, model.span, {{"model", model.name}, {"reason", reason_of(what)}}};
}

}  // namespace

std::optional<diag::Diagnostic> torch_guard(
    const model::Network& network, const std::function<std::optional<diag::Diagnostic>()>& body) {
  try {
    return body();
  } catch (const c10::Error& error) {
    return failure(network.equations, error.what_without_backtrace());
  } catch (const std::bad_alloc&) {
    return out_of_memory(network.equations);
  } catch (const std::exception& error) {
    return failure(network.equations, error.what());
  }
}

}  // namespace hyp::exec
