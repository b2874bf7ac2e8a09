// SPDX-License-Identifier: MIT
// The four names that a state_dict needs and what they stand for; every other name is an error.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "runtime/model/pickle_machine.hpp"
#include "runtime/model/problem.hpp"

namespace hyp::model {
namespace {

constexpr std::size_t kHighestRank = 64;

bool is_known(std::string_view module, std::string_view name) {
  if (module == "collections") return name == "OrderedDict";
  if (module == "torch._utils") {
    return name == "_rebuild_tensor_v2" || name == "_rebuild_parameter";
  }
  return module == "torch" && name.ends_with("Storage");
}

}  // namespace

std::optional<ElementType> storage_type(std::string_view name) {
  constexpr std::pair<std::string_view, ElementType> kTypes[] = {
      {"FloatStorage", ElementType::f32}, {"DoubleStorage", ElementType::f64},
      {"HalfStorage", ElementType::f16},  {"BFloat16Storage", ElementType::bf16},
      {"ByteStorage", ElementType::u8},   {"CharStorage", ElementType::i8},
      {"ShortStorage", ElementType::i16}, {"IntStorage", ElementType::i32},
      {"LongStorage", ElementType::i64},  {"BoolStorage", ElementType::boolean}};
  for (const auto& [known, type] : kTypes) {
    if (known == name) return type;
  }
  return std::nullopt;
}

void PickleMachine::name_global() {
  std::array<std::string_view, 2> words;
  for (auto& word : words) {
    const auto rest = as_text(asked_.file.bytes.view().subspan(code_.at()));
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) return cut_off();
    word = rest.substr(0, end);
    code_.take(end + 1);
  }
  global(words[0], words[1]);
}

void PickleMachine::stack_global() {
  if (!has(2)) return damaged();
  const auto words = pop(2);
  if (!is(words[0], Kind::text) || !is(words[1], Kind::text)) return damaged();
  global(at(words[0]).text, at(words[1]).text);
}

void PickleMachine::global(std::string_view module, std::string_view name) {
  if (!is_known(module, name)) return refuse(module, name);
  Value value;
  value.kind = Kind::global;
  value.text = module;
  value.name = name;
  push(std::move(value));
}

// A pickled network names the classes of its layers: a common mistake that has a remedy.
void PickleMachine::refuse(std::string_view module, std::string_view name) {
  const bool layers = asked_.file.bytes.text().find("torch.nn.modules.") != std::string_view::npos;
  fail(problem(layers ? diag::Code::whole_module : diag::Code::pickle_refused, asked_,
               {{"callable", shown(fmt::format("{} {}", module, name))}}));
}

void PickleMachine::reduce() {
  if (!has(2)) return damaged();
  const auto both = pop(2);
  const Value& callable = at(both[0]);
  if (callable.kind != Kind::global || !is(both[1], Kind::tuple)) return damaged();
  const std::vector<Handle>& arguments = at(both[1]).items;
  if (callable.name == "OrderedDict") {
    return arguments.empty() ? push_holder(Kind::dict, {}) : damaged();
  }
  if (callable.name == "_rebuild_parameter") {
    const bool given = !arguments.empty() && is(arguments[0], Kind::tensor);
    return given ? push_again(arguments[0]) : damaged();
  }
  if (callable.name == "_rebuild_tensor_v2") return tensor(arguments);
  refuse(callable.text, callable.name);
}

// storage, offset, sizes, strides, requires_grad, hooks
void PickleMachine::tensor(const std::vector<Handle>& arguments) {
  if (arguments.size() < 6 || !is(arguments[0], Kind::storage) ||
      !is(arguments[1], Kind::integer) || !extents(arguments[2]) || !extents(arguments[3]) ||
      at(arguments[2]).items.size() != at(arguments[3]).items.size()) {
    return damaged();
  }
  Value value;
  value.kind = Kind::tensor;
  value.items.assign(arguments.begin(), arguments.begin() + 4);
  push(std::move(value));
}

bool PickleMachine::extents(Handle tuple) {
  const Value& value = at(tuple);
  return value.kind == Kind::tuple && value.items.size() <= kHighestRank &&
         std::all_of(value.items.begin(), value.items.end(),
                     [&](Handle item) { return is(item, Kind::integer); });
}

// ("storage", type, record key, device, elements). Where it was saved from does not matter, and
// how large it is its record tells.
void PickleMachine::persistent() {
  if (!has(1) || !is(stack_.back(), Kind::tuple)) return damaged();
  const std::vector<Handle>& from = at(pop(1)[0]).items;
  if (from.size() < 5 || !is(from[0], Kind::text) || at(from[0]).text != "storage" ||
      !is(from[1], Kind::global) || !at(from[1]).name.ends_with("Storage") ||
      !is(from[2], Kind::text)) {
    return damaged();
  }
  Value value;
  value.kind = Kind::storage;
  value.text = at(from[2]).text;
  value.name = at(from[1]).name;
  push(std::move(value));
}

// A state becomes attributes of a Python object (`_metadata`): the values keep nothing of it.
void PickleMachine::build() {
  if (!has(2)) return damaged();
  pop(1);
  if (!is(stack_.back(), Kind::dict)) damaged();
}

}  // namespace hyp::model
