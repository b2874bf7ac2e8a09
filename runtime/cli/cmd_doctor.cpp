// SPDX-License-Identifier: MIT
#include "runtime/cli/commands.hpp"
#include "runtime/cli/terminal.hpp"
#include "runtime/embed/examine.hpp"

namespace hyp::cli {

ExitCode doctor_command(const DoctorArgs& args, const embed::SearchPath& search) {
  const auto examination = embed::examine(search, args.threads);
  const auto done = examination.works() ? ExitCode::ok : ExitCode::internal;
  if (!args.json.empty()) {
    const auto written = write_json(args.json, report::to_json(examination), done);
    if (args.json == "-" || written != done) return written;
  }
  return write_out(report::to_text(examination, color_out()), done);
}

}  // namespace hyp::cli
