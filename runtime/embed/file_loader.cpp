// SPDX-License-Identifier: MIT
#include "runtime/embed/file_loader.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "lang/diag/suggest.hpp"
#include "stdlib/catalogue.hpp"
#include "stdlib/embedded.hpp"

namespace hyp::embed {
namespace {

using source::Bytes;
using source::Found;
using source::Lookup;
using source::NotFound;

class Descriptor {
 public:
  explicit Descriptor(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

Lookup failed(const std::string& path, int error) {
  const bool absent = error == ENOENT || error == ENOTDIR;
  return NotFound{{path}, absent ? "" : std::strerror(error)};
}

// The first of several paths that exists. One that exists but cannot be read ends the search.
Lookup first_of(const std::vector<std::string>& paths) {
  NotFound none;
  for (const auto& path : paths) {
    auto lookup = read_file(path);
    if (std::holds_alternative<Found>(lookup)) return lookup;
    auto& missing = std::get<NotFound>(lookup);
    if (!missing.reason.empty()) return lookup;
    none.searched.push_back(path);
  }
  return none;
}

std::string join(std::string_view folder, std::string_view name) {
  return (std::filesystem::path(folder) / name).lexically_normal().string();
}

std::string folder_of(std::string_view file) {
  const auto folder = std::filesystem::path(file).parent_path().string();
  return folder.empty() ? "." : folder;
}

// Of the folders searched, the first that holds a file of the same kind with nearly the name.
std::string similar_to(const std::vector<std::string>& searched) {
  namespace fs = std::filesystem;
  constexpr int kMostEntries = 10000;  // a folder may be huge, and this is only advice
  for (const fs::path path : searched) {
    std::error_code error;
    std::vector<std::string> stems;
    fs::directory_iterator entry(folder_of(path.string()), error);
    for (int i = 0; !error && entry != fs::end(entry) && i < kMostEntries; ++i) {
      const fs::path& other = entry->path();
      if (other.extension() == path.extension()) stems.push_back(other.stem().string());
      entry.increment(error);
    }
    std::sort(stems.begin(), stems.end());  // folders come in any order
    const auto near = diag::nearest(path.stem().string(), stems);
    if (!near.empty()) return join(folder_of(path.string()), near + path.extension().string());
  }
  return {};
}

constexpr std::string_view kLibrary = "std/";

// "std/mnist" for "mnist" and for "std/mnits".
std::string library_file_like(const std::string& name) {
  if (!name.starts_with(kLibrary)) {
    const auto there = std::string(kLibrary) + name;
    return stdlib::find(there) ? there : "";
  }
  std::vector<std::string> names;
  for (const auto& file : stdlib::files()) names.emplace_back(file.name);
  return diag::nearest(name, names);
}

}  // namespace

Lookup read_file(const std::string& path) {
  const Descriptor file(path);
  if (file.get() < 0) return failed(path, errno);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return failed(path, errno);
  if (S_ISDIR(info.st_mode)) return failed(path, EISDIR);
  if (!S_ISREG(info.st_mode)) return NotFound{{path}, "it is not a regular file"};
  const auto size = static_cast<std::size_t>(info.st_size);
  if (size == 0) return Found{path, Bytes{}};
  void* memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (memory == MAP_FAILED) return failed(path, errno);
  const std::shared_ptr<const void> owner(
      memory, [size](const void* mapped) { ::munmap(const_cast<void*>(mapped), size); });
  return Found{path, Bytes({static_cast<const std::byte*>(memory), size}, owner)};
}

Lookup FileLoader::import(std::string_view name, std::string_view importer) {
  const std::string file = std::string(name) + ".hyp";
  std::vector<std::string> paths{join(folder_of(importer), file)};
  for (const auto& folder : path_.imports) paths.push_back(join(folder, file));
  auto lookup = first_of(paths);
  if (std::holds_alternative<Found>(lookup)) return lookup;
  auto& missing = std::get<NotFound>(lookup);
  if (!missing.reason.empty()) return lookup;
  if (const auto text = stdlib::find(name)) {
    return Found{std::string(name) + ".hyp", Bytes::own(std::string(*text))};
  }
  if (name.starts_with(kLibrary)) missing.searched.push_back("the library of this hyp");
  missing.similar = library_file_like(std::string(name));
  return lookup;
}

Lookup FileLoader::data(std::string_view name, std::string_view referrer) {
  if (std::filesystem::path(name).is_absolute()) return first_of({std::string(name)});
  std::vector<std::string> paths;
  for (const auto& folder : path_.data) paths.push_back(join(folder, name));
  paths.push_back(join(folder_of(referrer), name));
  if (!path_.user_data.empty()) paths.push_back(join(path_.user_data, name));
  auto lookup = first_of(paths);
  if (auto* missing = std::get_if<NotFound>(&lookup)) {
    if (const auto* set = stdlib::data_set_of(name)) missing->fetch = set->name;
    missing->similar = similar_to(missing->searched);
  }
  return lookup;
}

}  // namespace hyp::embed
