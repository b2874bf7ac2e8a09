// SPDX-License-Identifier: MIT
#include "runtime/model/zip_directory.hpp"

#include <algorithm>
#include <optional>

#include "runtime/model/cursor.hpp"
#include "runtime/model/problem.hpp"

namespace hyp::model {
namespace {

constexpr std::uint32_t kEntrySignature = 0x02014b50, kEndSignature = 0x06054b50,
                        kEnd64Signature = 0x06064b50, kLocator64Signature = 0x07064b50;
constexpr std::size_t kEndSize = 22, kLocatorSize = 20, kEnd64Size = 56, kLongestComment = 0xFFFF,
                      kSmallestHeader = 30;
constexpr std::uint64_t kMostEntries = 1'000'000;
constexpr std::uint16_t kIn64 = 0xFFFF;
constexpr std::uint32_t kIn64Wide = 0xFFFFFFFF;
constexpr std::string_view kDirectory = "the zip directory";

struct Directory {
  std::uint64_t begin = 0;  // in the file
  std::uint64_t size = 0;
  std::uint64_t count = 0;
  std::uint64_t before = 0;  // bytes of the file before the archive
};

using Bytes = std::span<const std::byte>;

// The last end record whose comment reaches exactly to the end of the file.
std::optional<std::size_t> find_end(Bytes file) {
  if (file.size() < kEndSize) return std::nullopt;
  const std::size_t last = file.size() - kEndSize;
  for (std::size_t back = 0; back <= std::min(last, kLongestComment); ++back) {
    const std::size_t at = last - back;
    if (load<std::uint32_t>(&file[at]) == kEndSignature &&
        load<std::uint16_t>(&file[at + 20]) == back) {
      return at;
    }
  }
  return std::nullopt;
}

// Where the zip64 end record lies, if there is one.
std::optional<std::size_t> find_end64(Bytes file, std::size_t end) {
  if (end < kLocatorSize + kEnd64Size) return std::nullopt;
  const std::size_t locator = end - kLocatorSize;
  if (load<std::uint32_t>(&file[locator]) != kLocator64Signature) return std::nullopt;
  const auto told = load<std::uint64_t>(&file[locator + 8]);
  // Bytes before the archive move the record away from where the locator says it is.
  for (const std::uint64_t at : {told, std::uint64_t{locator - kEnd64Size}}) {
    if (at <= locator - kEnd64Size && load<std::uint32_t>(&file[at]) == kEnd64Signature) return at;
  }
  return std::nullopt;
}

// Nothing when the archive spans several disks or the numbers contradict each other.
std::optional<Directory> locate(Bytes file, std::size_t end) {
  Directory found;
  std::uint64_t told_begin = 0, stop = end;
  if (const auto end64 = find_end64(file, end)) {
    if (load<std::uint32_t>(&file[*end64 + 16]) != 0 ||
        load<std::uint32_t>(&file[*end64 + 20]) != 0)
      return std::nullopt;
    found.count = load<std::uint64_t>(&file[*end64 + 32]);
    found.size = load<std::uint64_t>(&file[*end64 + 40]);
    told_begin = load<std::uint64_t>(&file[*end64 + 48]);
    stop = *end64;
  } else {
    const auto disk = load<std::uint16_t>(&file[end + 4]);
    if (disk != 0 || load<std::uint16_t>(&file[end + 6]) != 0) return std::nullopt;
    found.count = load<std::uint16_t>(&file[end + 10]);
    found.size = load<std::uint32_t>(&file[end + 12]);
    told_begin = load<std::uint32_t>(&file[end + 16]);
  }
  if (found.size > stop) return std::nullopt;
  found.begin = stop - found.size;
  if (told_begin > found.begin) return std::nullopt;
  found.before = found.begin - told_begin;
  return found;
}

// Numbers that do not fit 32 bits lie in the extra field 1, in this order.
bool read_extra64(Bytes extra, Archive::Entry& entry) {
  Cursor cursor(extra);
  while (cursor.left() >= 4) {
    const auto id = cursor.little<std::uint16_t>(), length = cursor.little<std::uint16_t>();
    const auto body = cursor.take(*length);
    if (!body) return false;
    if (*id != 1) continue;
    Cursor wide(*body);
    for (std::uint64_t* field : {&entry.size, &entry.packed, &entry.header}) {
      if (*field != kIn64Wide) continue;
      const auto value = wide.little<std::uint64_t>();
      if (!value) return false;
      *field = *value;
    }
    return true;
  }
  return true;
}

bool read_entry(Cursor& cursor, Archive::Entry& entry) {
  const auto record = cursor.take(46);
  if (!record) return false;
  const std::byte* at = record->data();
  if (load<std::uint32_t>(at) != kEntrySignature) return false;
  entry.flags = load<std::uint16_t>(at + 8);
  entry.method = load<std::uint16_t>(at + 10);
  entry.crc = load<std::uint32_t>(at + 16);
  entry.packed = load<std::uint32_t>(at + 20);
  entry.size = load<std::uint32_t>(at + 24);
  entry.header = load<std::uint32_t>(at + 42);
  const auto disk = load<std::uint16_t>(at + 34);
  const auto name = cursor.take(load<std::uint16_t>(at + 28));
  if (!name) return false;
  const auto extra = cursor.take(load<std::uint16_t>(at + 30));
  if (!extra || !cursor.take(load<std::uint16_t>(at + 32))) return false;
  entry.name = as_text(*name);
  return (disk == 0 || disk == kIn64) && read_extra64(*extra, entry);
}

// Two entries that share bytes are how a small archive unpacks to a huge one.
const Archive::Entry* find_overlap(const std::vector<Archive::Entry>& entries,
                                   std::uint64_t directory) {
  std::vector<const Archive::Entry*> sorted;
  for (const auto& entry : entries) sorted.push_back(&entry);
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* a, const auto* b) { return a->header < b->header; });
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const Archive::Entry& entry = *sorted[i];
    const std::uint64_t stop = i + 1 < sorted.size() ? sorted[i + 1]->header : directory;
    const std::uint64_t least = kSmallestHeader + entry.name.size();
    if (entry.header > stop || stop - entry.header < least ||
        stop - entry.header - least < entry.packed) {
      return &entry;
    }
  }
  return nullptr;
}

}  // namespace

diag::Outcome<std::vector<Archive::Entry>> read_zip_directory(const Asked& asked) {
  const Bytes file = asked.file.bytes.view();
  const auto end = find_end(file);
  if (!end) return problem_in(diag::Code::file_ends_inside, asked, "the zip archive");
  const auto damaged = [&] { return problem_in(diag::Code::file_damaged, asked, kDirectory); };
  const auto directory = locate(file, *end);
  if (!directory) return damaged();
  if (directory->count > kMostEntries) {
    return problem_in(diag::Code::feature_not_read, asked, kDirectory,
                      {{"feature", std::to_string(directory->count) + " entries"}});
  }
  std::vector<Archive::Entry> entries;
  Cursor cursor(file.subspan(directory->begin, directory->size));
  for (std::uint64_t i = 0; i < directory->count; ++i) {
    Archive::Entry entry;
    if (!read_entry(cursor, entry)) return damaged();
    if (__builtin_add_overflow(entry.header, directory->before, &entry.header)) return damaged();
    entries.push_back(std::move(entry));
  }
  if (cursor.left() != 0) return damaged();
  if (const auto* entry = find_overlap(entries, directory->begin)) {
    return problem_in(diag::Code::file_damaged, asked, "the place of `" + shown(entry->name) + "`");
  }
  return entries;
}

}  // namespace hyp::model
