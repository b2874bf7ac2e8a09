// SPDX-License-Identifier: MIT
#include "runtime/cli/commands.hpp"
#include "runtime/cli/terminal.hpp"
#include "runtime/embed/describe.hpp"

namespace hyp::cli {
namespace {

template <typename Facts>
ExitCode write_facts(const ModelArgs& args, const Facts& facts, ExitCode code) {
  return args.json.empty() ? write_out(report::to_text(facts), code)
                           : write_json(args.json, report::to_json(facts), code);
}

ExitCode networks_of(const ModelArgs& args, embed::FileLoader& loader) {
  const auto source = read_source(args.file);
  if (!source) return ExitCode::missing_input;
  embed::Session session(loader);
  const auto checked = session.check(shown_name(args.file), *source);
  show(checked.diagnostics, session.sources());
  if (!checked) return stop(checked.diagnostics);
  const auto networks = embed::describe_networks(*checked, loader, shown_name(args.file));
  show(networks.diagnostics, session.sources());
  return write_facts(args, *networks, stop(networks.diagnostics));
}

}  // namespace

ExitCode model_command(const ModelArgs& args, const embed::SearchPath& search) {
  embed::FileLoader loader(search);
  if (args.file == "-" || args.file.ends_with(".hyp")) return networks_of(args, loader);
  const auto inventory = embed::describe_file(args.file, loader);
  show(inventory.diagnostics, source::SourceMap());
  const auto code = stop(inventory.diagnostics);
  return inventory ? write_facts(args, *inventory, code) : code;
}

}  // namespace hyp::cli
