// SPDX-License-Identifier: MIT
// `hyp data info`: what is inside a file of numbers, or behind the data of a .hyp file.
#include "runtime/cli/commands.hpp"
#include "runtime/model/dataset.hpp"
#include "runtime/model/npz.hpp"
#include "runtime/model/problem.hpp"
#include "runtime/model/sniff.hpp"
#include "runtime/report/data_info.hpp"

namespace hyp::cli {
namespace {

using report::FileInfo;

report::ArrayInfo describe(std::string_view name, const model::Array& array) {
  return {model::shown(name), std::string(model::name_of(array.type)), array.shape,
          model::summarize(array)};
}

void keep(FileInfo& info, std::vector<diag::Diagnostic> diagnostics) {
  for (auto& diagnostic : diagnostics) {
    diagnostic.span.reset();  // no .hyp file asked for it
    info.diagnostics.push_back(std::move(diagnostic));
  }
}

void read_idx(FileInfo& info, const model::Asked& asked) {
  const auto array = model::read_idx(asked);
  keep(info, array.diagnostics);
  if (!array) return;
  info.format = "IDX";
  info.arrays.push_back(describe("", *array));
}

void read_arrays(FileInfo& info, const model::Asked& asked, std::string format) {
  const auto arrays = model::read_arrays(asked);
  keep(info, arrays.diagnostics);
  if (!arrays) return;
  info.format = std::move(format);
  for (const auto& [name, array] : arrays->items) info.arrays.push_back(describe(name, array));
  for (const auto& [name, error] : arrays->unread) keep(info, {error});
}

void read_zip(FileInfo& info, const model::Asked& asked) {
  const auto archive = model::Archive::open(asked);
  if (!archive) return keep(info, archive.diagnostics);
  if (model::is_npz(*archive)) return read_arrays(info, asked, "npz");
  info.format = "weights";
}

// No magic number: two zero bytes, where other formats have none.
bool may_be_idx(const source::Bytes& content) {
  return content.size() >= 4 && content.view()[0] == std::byte{0} &&
         content.view()[1] == std::byte{0};
}

void read_numbers(FileInfo& info, const source::Found& found) {
  const auto content = model::decompress({found, {}}, model::kLargestUnpacked);
  if (!content) return keep(info, content.diagnostics);
  const model::Asked plain{{found.path, *content}, {}};
  info.bytes = content->size();
  info.sha256 = model::sha256_hex(content->view());
  switch (model::sniff(content->view())) {
    case model::Format::npy:
      return read_arrays(info, plain, "npy");
    case model::Format::zip:
      return read_zip(info, plain);
    case model::Format::safetensors:
      info.format = "weights";
      return;
    default:
      if (may_be_idx(*content)) return read_idx(info, plain);
      keep(info, {model::not_a("an IDX, npy, npz or .hyp file", plain)});
  }
}

report::DeclaredData describe(const model::Dataset& data) {
  report::DeclaredData out{data.name, data.rows, {}, {}, {}};
  if (data.has_inputs) {
    out.input_shape = data.input_shape();
    out.arrays.push_back(describe("input", data.inputs));
  }
  for (const auto& column : data.columns)
    out.arrays.push_back(describe(column.name, column.values));
  for (const auto& file : data.files) out.files.emplace_back(file.path, file.sha256);
  return out;
}

void read_declared(FileInfo& info, const source::Found& found, embed::Session& session,
                   source::Loader& loader) {
  info.bytes = found.bytes.size();
  info.sha256 = model::sha256_hex(found.bytes.view());
  auto checked = session.check(info.path, std::string(found.bytes.text()));
  info.diagnostics = std::move(checked.diagnostics);
  if (!checked) return;
  info.format = "hyp";
  for (const auto& declaration : checked->data) {
    auto data = model::load_dataset(declaration, loader, info.path);
    info.diagnostics.insert(info.diagnostics.end(), data.diagnostics.begin(),
                            data.diagnostics.end());
    if (data) info.data.push_back(describe(*data));
  }
}

}  // namespace

ExitCode data_info_command(const DataInfoArgs& args, const embed::SearchPath& search) {
  ExitCode worst = ExitCode::ok;
  std::string text;
  std::vector<std::string> documents;
  std::vector<diag::Diagnostic> all;
  for (const auto& file : args.files) {
    const auto lookup = embed::read_file(file);
    const auto* found = std::get_if<source::Found>(&lookup);
    embed::FileLoader loader(search);
    embed::Session session(loader);
    FileInfo info;
    info.path = file;
    if (!found) {
      const auto& why = std::get<source::NotFound>(lookup).reason;
      info.diagnostics.emplace_back(
          why.empty() ? diag::Code::file_missing : diag::Code::file_unreadable, std::nullopt,
          diag::Facts{{"path", file}, {"reason", why}});
    } else if (file.ends_with(".hyp")) {
      read_declared(info, *found, session, loader);
    } else {
      read_numbers(info, *found);
    }
    const auto code = exit_code(info.diagnostics);
    if (worst == ExitCode::ok) worst = code;
    if (args.json.empty()) {
      show(info.diagnostics, session.sources());
      text += (text.empty() ? "" : "\n") + report::to_text(info);
      all.insert(all.end(), info.diagnostics.begin(), info.diagnostics.end());
    } else {
      documents.push_back(report::to_json(info, session.sources()));
    }
  }
  if (!args.json.empty()) {
    return write_json(args.json, report::together("data info", documents), worst);
  }
  advise(all);
  return write_out(text, worst);
}

}  // namespace hyp::cli
