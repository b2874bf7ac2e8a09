// SPDX-License-Identifier: MIT
#include "tests/unit/runtime_model/support.hpp"

#include <zlib.h>

#include <algorithm>

#include "lang/diag/render.hpp"

namespace hyp::test {
namespace {

std::string pack(std::string_view content, int window) {
  z_stream z{};
  deflateInit2(&z, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&z, content.size()), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  z.avail_in = static_cast<uInt>(content.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

std::uint32_t checksum(std::string_view content) {
  return static_cast<std::uint32_t>(
      crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size()));
}

template <typename T>
std::string big(T value) {
  std::string out = little(value);
  std::reverse(out.begin(), out.end());
  return out;
}

std::string make_zip(const std::vector<ZipEntry>& entries, bool wide) {
  std::string out, directory;
  for (const auto& entry : entries) {
    const std::string packed = entry.deflate ? pack(entry.content, -15) : entry.content;
    const auto method = static_cast<std::uint16_t>(entry.deflate ? 8 : 0);
    const auto name_size = static_cast<std::uint16_t>(entry.name.size());
    const std::uint32_t crc = checksum(entry.content) + entry.crc_error;
    const auto narrow = [&](std::uint64_t n) {
      return little(wide ? 0xFFFFFFFFu : static_cast<std::uint32_t>(n));
    };
    const std::string extra = wide ? little<std::uint16_t>(1) + little<std::uint16_t>(24) +
                                         little<std::uint64_t>(entry.content.size()) +
                                         little<std::uint64_t>(packed.size()) +
                                         little<std::uint64_t>(out.size())
                                   : "";
    directory += "PK\1\2" + little<std::uint16_t>(20) + little<std::uint16_t>(20) +
                 little(entry.flags) + little(method) + little<std::uint32_t>(0) + little(crc) +
                 narrow(packed.size()) + narrow(entry.content.size()) + little(name_size) +
                 little(static_cast<std::uint16_t>(extra.size())) + little<std::uint16_t>(0) +
                 little<std::uint16_t>(0) + little<std::uint16_t>(0) + little<std::uint32_t>(0) +
                 narrow(out.size()) + entry.name + extra;
    out += "PK\3\4" + little<std::uint16_t>(20) + little(entry.flags) + little(method) +
           little<std::uint32_t>(0) + little(crc) + narrow(packed.size()) +
           narrow(entry.content.size()) + little(name_size) + little<std::uint16_t>(0) +
           entry.name + packed;
  }
  const std::size_t begin = out.size();
  out += directory;
  const auto count = static_cast<std::uint16_t>(entries.size());
  if (wide) {
    const std::size_t end = out.size();
    out += "PK\6\6" + little<std::uint64_t>(44) + little<std::uint16_t>(45) +
           little<std::uint16_t>(45) + little<std::uint32_t>(0) + little<std::uint32_t>(0) +
           little<std::uint64_t>(count) + little<std::uint64_t>(count) +
           little<std::uint64_t>(directory.size()) + little<std::uint64_t>(begin);
    out +=
        "PK\6\7" + little<std::uint32_t>(0) + little<std::uint64_t>(end) + little<std::uint32_t>(1);
  }
  out += "PK\5\6" + little<std::uint16_t>(0) + little<std::uint16_t>(0) +
         little<std::uint16_t>(wide ? 0xFFFF : count) +
         little<std::uint16_t>(wide ? 0xFFFF : count) +
         little(wide ? 0xFFFFFFFFu : static_cast<std::uint32_t>(directory.size())) +
         little(wide ? 0xFFFFFFFFu : static_cast<std::uint32_t>(begin)) + little<std::uint16_t>(0);
  return out;
}

}  // namespace

model::Asked asked(std::string content) {
  return {{"file", source::Bytes::own(std::move(content))}, {}};
}

std::string said(const std::vector<diag::Diagnostic>& diagnostics) {
  source::SourceMap sources;
  sources.add("claim.hyp", std::string(200, ' '));
  std::string out;
  for (const auto& diagnostic : diagnostics) {
    const auto shown = diag::render(diagnostic, sources);
    out += shown.code + ": " + shown.message + "\n";
    for (const auto& note : shown.notes) out += "  note: " + note + "\n";
    if (!shown.help.empty()) out += "  help: " + shown.help + "\n";
  }
  return out;
}

std::string gzip(std::string_view content) {
  return pack(content, 15 + 16);
}

std::string zip(const std::vector<ZipEntry>& entries) {
  return make_zip(entries, false);
}

std::string zip64(const std::vector<ZipEntry>& entries) {
  return make_zip(entries, true);
}

std::string npy(std::string_view header, std::string_view elements, char version) {
  const auto size = static_cast<std::uint32_t>(header.size() + 1);
  return "\x93NUMPY" + std::string{version, '\0'} +
         (version == 1 ? little(static_cast<std::uint16_t>(size)) : little(size)) +
         std::string(header) + "\n" + std::string(elements);
}

std::string idx(char type, const std::vector<std::uint32_t>& shape, std::string_view elements) {
  std::string out{'\0', '\0', type, static_cast<char>(shape.size())};
  for (const std::uint32_t extent : shape) out += big(extent);
  return out + std::string(elements);
}

std::string safetensors(std::string_view header, std::string_view numbers) {
  return little<std::uint64_t>(header.size()) + std::string(header) + std::string(numbers);
}

namespace pickle {

std::string text(std::string_view text) {
  return "X" + little(static_cast<std::uint32_t>(text.size())) + std::string(text);
}

std::string integer(std::int32_t value) {
  return "J" + little(value);
}

std::string tuple(const std::vector<std::int32_t>& values) {
  std::string out = "(";
  for (const std::int32_t value : values) out += integer(value);
  return out + "t";
}

std::string tensor(std::string_view key, const std::vector<std::int32_t>& sizes,
                   const std::vector<std::int32_t>& strides, std::int32_t offset,
                   std::string_view type, std::string_view device) {
  return "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\n" +
         std::string(type) + "\n" + text(key) + text(device) + integer(1) + "tQ" + integer(offset) +
         tuple(sizes) + tuple(strides) + "\x89" + "ccollections\nOrderedDict\n)RtR";
}

std::string dict(const std::vector<std::pair<std::string, std::string>>& items) {
  std::string out = "ccollections\nOrderedDict\n)R(";
  for (const auto& [key, value] : items) out += key + value;
  return out + "u";
}

std::string whole(std::string_view root) {
  return "\x80\x02" + std::string(root) + ".";
}

}  // namespace pickle

std::string checkpoint(std::string_view root, const std::map<std::string, std::string>& records,
                       std::vector<ZipEntry> more) {
  std::vector<ZipEntry> entries{{"net/data.pkl", pickle::whole(root)}};
  for (const auto& [key, content] : records) entries.push_back({"net/data/" + key, content});
  entries.insert(entries.end(), more.begin(), more.end());
  return zip(entries);
}

source::Lookup MapLoader::import(std::string_view, std::string_view) {
  return source::NotFound{};
}

source::Lookup MapLoader::data(std::string_view name, std::string_view) {
  const std::string path = "data/" + std::string(name);
  const auto found = files_.find(std::string(name));
  if (found == files_.end()) return source::NotFound{{path}, ""};
  if (found->second.starts_with('!')) return source::NotFound{{path}, found->second.substr(1)};
  return source::Found{path, source::Bytes::own(found->second)};
}

}  // namespace hyp::test
