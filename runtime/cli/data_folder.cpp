// SPDX-License-Identifier: MIT
#include "runtime/cli/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <thread>

#include "runtime/embed/file_loader.hpp"

namespace hyp::cli {
namespace {

namespace fs = std::filesystem;
using fetch::Reason;

std::string join(const std::string& folder, const std::string& name) {
  return (fs::path(folder) / name).lexically_normal().string();
}

std::string without_gz(const std::string& name) {
  return name.ends_with(".gz") ? name.substr(0, name.size() - 3) : name;
}

Reason rename(const std::string& from, const std::string& to) {
  return std::rename(from.c_str(), to.c_str()) == 0 ? "" : std::strerror(errno);
}

class FilePart final : public fetch::Part {
 public:
  FilePart(int fd, std::string target) : fd_(fd), target_(std::move(target)) {}
  FilePart(const FilePart&) = delete;
  FilePart& operator=(const FilePart&) = delete;
  ~FilePart() override { ::close(fd_); }

  std::string path() const override { return target_ + ".part"; }

  std::uint64_t size() const override {
    struct stat info {};
    return ::fstat(fd_, &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
  }

  Reason append(std::span<const std::byte> bytes) override {
    while (!bytes.empty()) {
      const auto written = ::write(fd_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return std::strerror(errno);
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
  }

  Reason clear() override { return ::ftruncate(fd_, 0) == 0 ? "" : std::strerror(errno); }

  source::Lookup content() override { return embed::read_file(path()); }

  Reason finish() override {
    if (::fsync(fd_) != 0) return std::strerror(errno);
    for (const auto& wrong : {target_, without_gz(target_)}) {
      if (!fs::exists(fs::symlink_status(wrong))) continue;
      auto reason = rename(wrong, wrong + ".wrong");
      if (!reason.empty()) return reason;
    }
    return rename(path(), target_);
  }

  void remove() override { ::unlink(path().c_str()); }

 private:
  int fd_;
  std::string target_;
};

bool same_file(int fd, const std::string& path) {
  struct stat opened {
  }, named{};
  return ::fstat(fd, &opened) == 0 && ::stat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

// Whether the lock was had; a file system without locks gives it to everyone, and then the hash
// alone stands between two processes.
bool lock(int fd, const std::function<bool()>& go_on) {
  while (::flock(fd, LOCK_EX | LOCK_NB) != 0 && (errno == EWOULDBLOCK || errno == EINTR)) {
    if (!go_on()) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return true;
}

}  // namespace

DataFolder::DataFolder(std::string folder, std::vector<std::string> also)
    : folder_(std::move(folder)), places_(std::move(also)) {
  places_.push_back(folder_);
}

std::string DataFolder::target(const std::string& name) const {
  return join(folder_, name);
}

source::Lookup DataFolder::find(const std::string& name) {
  return find_data(places_, name);
}

DataFolder::Opened DataFolder::open(const std::string& name, const std::function<bool()>& go_on) {
  const auto path = target(name);
  const auto part = path + ".part";
  std::error_code failed;
  fs::create_directories(fs::path(path).parent_path(), failed);
  if (failed) return failed.message();
  for (;;) {
    const int fd = ::open(part.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (fd < 0) return Reason(std::strerror(errno));
    auto opened = std::make_unique<FilePart>(fd, path);
    if (!lock(fd, go_on)) return std::unique_ptr<fetch::Part>();
    // Whoever had the lock before may have given the file its name, or removed it.
    if (same_file(fd, part)) return std::unique_ptr<fetch::Part>(std::move(opened));
  }
}

source::Lookup find_data(const std::vector<std::string>& folders, const std::string& name) {
  source::NotFound nowhere;
  for (const auto& wanted : {without_gz(name), name}) {
    for (const auto& folder : folders) {
      auto lookup = embed::read_file(join(folder, wanted));
      const auto* missing = std::get_if<source::NotFound>(&lookup);
      if (!missing || !missing->reason.empty()) return lookup;
      nowhere.searched.push_back(join(folder, wanted));
    }
  }
  return nowhere;
}

}  // namespace hyp::cli
