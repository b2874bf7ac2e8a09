// SPDX-License-Identifier: MIT
#include "runtime/model/zip.hpp"

#include <zlib.h>

#include <algorithm>

#include "runtime/model/buffer.hpp"
#include "runtime/model/cursor.hpp"
#include "runtime/model/inflate.hpp"
#include "runtime/model/problem.hpp"
#include "runtime/model/zip_directory.hpp"

namespace hyp::model {
namespace {

constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::uint16_t kStored = 0, kDeflated = 8;
constexpr std::uint16_t kEncrypted = 1 | 1 << 6 | 1 << 13;

std::string quoted(const Archive::Entry& entry) {
  return "`" + shown(entry.name) + "`";
}

std::uint32_t checksum(std::span<const std::byte> content) {
  return static_cast<std::uint32_t>(
      crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size()));
}

diag::Outcome<source::Bytes> unpack(const Asked& asked, const Archive::Entry& entry,
                                    source::Bytes packed) {
  const auto damaged = [&] { return problem_in(diag::Code::file_damaged, asked, quoted(entry)); };
  if (entry.method == kStored) {
    if (entry.size != entry.packed) return damaged();
    return packed;
  }
  if (entry.method != kDeflated) {
    return problem_in(diag::Code::feature_not_read, asked, quoted(entry),
                      {{"feature", "compression method " + std::to_string(entry.method)}});
  }
  if (entry.size > kLargestUnpacked) {
    return problem_in(diag::Code::content_too_large, asked, quoted(entry),
                      {{"limit", kLargestUnpacked}});
  }
  if (entry.size / kMostPerByte > entry.packed) return damaged();
  Buffer out;
  std::span<const std::byte> rest = packed.view();
  const bool room = out.reserve(entry.size);
  const Inflated how =
      room ? inflate_stream(rest, Wrapper::none, entry.size, out) : Inflated::no_memory;
  if (how == Inflated::no_memory) {
    return problem_in(diag::Code::out_of_memory, asked, quoted(entry), {{"bytes", entry.size}});
  }
  if (how != Inflated::whole || out.size != entry.size || !rest.empty()) return damaged();
  return out.release();
}

}  // namespace

diag::Outcome<Archive> Archive::open(const Asked& asked) {
  auto entries = read_zip_directory(asked);
  if (!entries) return entries.diagnostics;
  Archive archive(asked);
  archive.entries_ = std::move(*entries);
  for (std::size_t i = 0; i < archive.entries_.size(); ++i) {
    const Entry& entry = archive.entries_[i];
    if (!archive.index_.emplace(entry.name, i).second) {
      return problem(diag::Code::named_twice, asked, {{"name", shown(entry.name)}});
    }
  }
  return archive;
}

const Archive::Entry* Archive::find(std::string_view name) const {
  const auto found = index_.find(name);
  return found == index_.end() ? nullptr : &entries_[found->second];
}

diag::Outcome<source::Bytes> Archive::read(const Entry& entry) const {
  if ((entry.flags & kEncrypted) != 0) {
    return problem_in(diag::Code::feature_not_read, asked_, quoted(entry),
                      {{"feature", "encryption"}});
  }
  Cursor cursor(asked_.file.bytes.view(), entry.header);
  const auto header = cursor.take(30);
  const bool local = header && load<std::uint32_t>(header->data()) == kLocalSignature;
  const auto name = local ? cursor.take(load<std::uint16_t>(header->data() + 26)) : std::nullopt;
  if (!name || as_text(*name) != entry.name ||
      load<std::uint16_t>(header->data() + 8) != entry.method ||
      !cursor.take(load<std::uint16_t>(header->data() + 28)) || !cursor.take(entry.packed)) {
    return problem_in(diag::Code::file_damaged, asked_, "the header of " + quoted(entry));
  }
  const std::size_t begin = cursor.at() - entry.packed;
  auto content = unpack(asked_, entry, slice(asked_.file.bytes, begin, entry.packed));
  if (content && checksum(content->view()) != entry.crc) {
    return problem_in(diag::Code::file_damaged, asked_, "the checksum of " + quoted(entry));
  }
  return content;
}

}  // namespace hyp::model
