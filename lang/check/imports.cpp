// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cctype>

#include "lang/check/context.hpp"
#include "lang/diag/suggest.hpp"
#include "lang/syntax/parse.hpp"

namespace hyp::check {
namespace {

struct Declared {
  SymbolKind kind;
  const syntax::Name* name;
};

std::optional<Declared> declared_name(const syntax::Statement& statement) {
  return std::visit(
      [](const auto& node) -> std::optional<Declared> {
        using T = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<T, syntax::Import> || std::is_same_v<T, syntax::Test> ||
                      std::is_same_v<T, syntax::Train>) {
          return std::nullopt;
        }
        if constexpr (std::is_same_v<T, syntax::RuleDefinition>) {
          return Declared{SymbolKind::definition, &node.name};
        }
        if constexpr (std::is_same_v<T, syntax::Data>)
          return Declared{SymbolKind::data, &node.name};
        if constexpr (std::is_same_v<T, syntax::Model>) {
          return Declared{node.definition ? SymbolKind::definition : SymbolKind::model, &node.name};
        }
        if constexpr (std::is_same_v<T, syntax::Let>) return Declared{SymbolKind::let, &node.name};
        if constexpr (std::is_same_v<T, syntax::Score>)
          return Declared{SymbolKind::score, &node.name};
        if constexpr (std::is_same_v<T, syntax::Region>) {
          return Declared{SymbolKind::region, &node.name};
        }
        if constexpr (std::is_same_v<T, syntax::Partition>) {
          return Declared{SymbolKind::partition, &node.name};
        }
        if constexpr (std::is_same_v<T, syntax::Group>)
          return Declared{SymbolKind::group, &node.name};
        if constexpr (std::is_same_v<T, syntax::Subspace>) {
          return Declared{node.direction ? SymbolKind::direction : SymbolKind::subspace,
                          &node.name};
        }
        if constexpr (std::is_same_v<T, syntax::Hypothesis>) {
          return Declared{SymbolKind::hypothesis, &node.name};
        }
        if constexpr (std::is_same_v<T, syntax::Experiment>) {
          return Declared{SymbolKind::experiment, &node.name};
        }
      },
      statement.node);
}

// Whether a name is still free in a module; says where it was taken.
bool is_free(Context& context, std::uint32_t module, const syntax::Name& name) {
  const auto& [file, around, names, members, chosen] = context.symbols.modules[module];
  const auto earlier = names.find(name.text);
  if (earlier == names.end()) return true;
  const auto imported = chosen.find(name.text);
  const auto span = imported == chosen.end() ? earlier->second->name.span : imported->second;
  context.error(diag::Diagnostic(diag::Code::defined_twice, name.span, {{"name", name.text}})
                    .label(span, diag::Note::first_defined));
  return false;
}

Symbol* declare(Context& context, std::uint32_t module, SymbolKind kind, const syntax::Name& name,
                const syntax::Statement* statement) {
  if (!is_free(context, module, name)) return nullptr;
  context.symbols.all.push_back({kind, name, module, statement});
  return context.symbols.modules[module].names[name.text] = &context.symbols.all.back();
}

bool is_name(std::string_view text) {
  const auto letter = [](char c) {
    return std::isalpha(static_cast<unsigned char>(c)) || c == '_';
  };
  const auto inner = [&](char c) {
    return letter(c) || std::isdigit(static_cast<unsigned char>(c));
  };
  return !text.empty() && letter(text.front()) && std::all_of(text.begin(), text.end(), inner);
}

// Files on the way from the root to the one being read, to find circles.
struct Loading {
  std::vector<source::FileId> stack;
  std::map<std::string, std::uint32_t> modules;  // by the path under which the loader found it
};

std::uint32_t add_module(Context& context, std::shared_ptr<const syntax::File> file,
                         Loading& loading);

void report_missing(Context& context, const syntax::Import& import, const source::NotFound& why) {
  if (!why.reason.empty()) {
    const std::string path = why.searched.empty() ? import.path : why.searched.back();
    context.error({diag::Code::import_unreadable,
                   import.path_span,
                   {{"path", path}, {"reason", why.reason}}});
    return;
  }
  diag::Diagnostic missing(diag::Code::import_missing, import.path_span, {{"name", import.path}});
  if (!why.similar.empty()) missing.facts.emplace_back("suggestion", why.similar);
  for (const auto& path : why.searched) {
    missing.notes.push_back({diag::Note::searched, {{"path", path}}});
  }
  context.error(std::move(missing));
}

std::optional<std::uint32_t> load(Context& context, const syntax::Import& import,
                                  source::FileId importer, Loading& loading) {
  auto lookup = context.loader.import(import.path, context.sources.name(importer));
  if (const auto* why = std::get_if<source::NotFound>(&lookup)) {
    report_missing(context, import, *why);
    return std::nullopt;
  }
  const auto& found = std::get<source::Found>(lookup);
  for (std::size_t i = 0; i < loading.stack.size(); ++i) {
    if (context.sources.name(loading.stack[i]) != found.path) continue;
    std::string path;
    for (std::size_t j = i; j < loading.stack.size(); ++j) {
      path += "`" + context.sources.name(loading.stack[j]) + "` -> ";
    }
    context.error(
        {diag::Code::import_cycle, import.path_span, {{"path", path + "`" + found.path + "`"}}});
    return std::nullopt;
  }
  if (const auto known = loading.modules.find(found.path); known != loading.modules.end()) {
    return known->second;
  }
  const auto id = context.sources.add(found.path, std::string(found.bytes.text()));
  auto parsed = syntax::parse(context.sources, id);
  context.diagnostics.add(std::move(parsed.diagnostics));
  if (!parsed.value) return std::nullopt;
  const auto module =
      add_module(context, std::make_shared<const syntax::File>(std::move(*parsed.value)), loading);
  loading.modules[found.path] = module;
  return module;
}

// `import train, test as held_out from "std/mnist"`: names of the file under names of this one.
void add_chosen(Context& context, std::uint32_t module, const syntax::Import& import,
                Loading& loading) {
  const auto loaded = load(context, import, context.symbols.modules[module].file->file, loading);
  for (const auto& chosen : import.chosen) {
    const syntax::Name& name = chosen.as.value_or(chosen.name);
    Symbol* found = loaded ? context.symbols.find(*loaded, chosen.name.text) : nullptr;
    if (loaded && !found) {
      diag::Facts facts{{"what", "`" + import.path + "`"}, {"name", chosen.name.text}};
      const auto near = diag::nearest(chosen.name.text, context.symbols.names(*loaded));
      if (!near.empty()) facts.emplace_back("suggestion", near);
      context.error({diag::Code::no_member, chosen.name.span, std::move(facts)});
    }
    if (!is_free(context, module, name)) continue;
    auto& here = context.symbols.modules[module];
    if (found) {
      here.names[name.text] = found;
      here.chosen[name.text] = name.span;
    } else {
      declare(context, module, SymbolKind::unknown, name, nullptr)->state = Symbol::State::failed;
    }
  }
}

void add_import(Context& context, std::uint32_t module, const syntax::Import& import,
                const syntax::Statement& statement, Loading& loading) {
  if (!import.chosen.empty()) return add_chosen(context, module, import, loading);
  const std::string last = import.path.substr(import.path.find_last_of('/') + 1);
  const auto name = import.as.value_or(syntax::Name{last, import.path_span});
  if (!is_name(name.text)) {
    context.error({diag::Code::bad_import_name, import.path_span, {{"path", import.path}}});
    return;
  }
  Symbol* symbol = declare(context, module, SymbolKind::module, name, &statement);
  const auto file = context.symbols.modules[module].file->file;
  const auto loaded = load(context, import, file, loading);
  if (!symbol) return;
  symbol->state = loaded ? Symbol::State::done : Symbol::State::failed;
  if (loaded) symbol->index = *loaded;
}

std::uint32_t add_module(Context& context, std::shared_ptr<const syntax::File> file,
                         Loading& loading) {
  const auto module = static_cast<std::uint32_t>(context.symbols.modules.size());
  loading.stack.push_back(file->file);
  context.symbols.modules.push_back({std::move(file), {}, {}});
  for (const auto& statement : context.symbols.modules[module].file->statements) {
    if (const auto* import = std::get_if<syntax::Import>(&statement.node)) {
      add_import(context, module, *import, statement, loading);
    } else if (const auto* test = std::get_if<syntax::Test>(&statement.node)) {
      // It goes under the name of its hypothesis, so nothing can name it.
      Symbol symbol{SymbolKind::test, test->hypothesis.parts.back(), module, &statement};
      if (statement.damaged) symbol.state = Symbol::State::failed;
      context.symbols.all.push_back(std::move(symbol));
    } else if (const auto* train = std::get_if<syntax::Train>(&statement.node)) {
      Symbol symbol{SymbolKind::training, train->model.parts.back(), module, &statement};
      if (statement.damaged) symbol.state = Symbol::State::failed;
      context.symbols.all.push_back(std::move(symbol));
    } else if (const auto declared = declared_name(statement)) {
      const auto kind = statement.definition ? SymbolKind::definition : declared->kind;
      Symbol* symbol = declare(context, module, kind, *declared->name, &statement);
      if (symbol && statement.damaged) symbol->state = Symbol::State::failed;
      const auto* partition = std::get_if<syntax::Partition>(&statement.node);
      if (!symbol || !partition) continue;
      for (std::uint32_t i = 0; i < partition->members.size(); ++i) {
        const auto& member = partition->members[i].name;
        context.symbols.modules[module].members.emplace(member.text,
                                                        MemberSymbol{symbol, i, member.span});
      }
    }
  }
  for (const auto& name : context.symbols.modules[module].file->lost) {
    if (context.symbols.find(module, name.text)) continue;
    Symbol* symbol = declare(context, module, SymbolKind::unknown, name, nullptr);
    symbol->state = Symbol::State::failed;
  }
  loading.stack.pop_back();
  return module;
}

}  // namespace

std::uint32_t add_module(Context& context, std::shared_ptr<const syntax::File> file) {
  Loading loading;
  return add_module(context, std::move(file), loading);
}

}  // namespace hyp::check
