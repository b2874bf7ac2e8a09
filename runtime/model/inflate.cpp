// SPDX-License-Identifier: MIT
#include "runtime/model/inflate.hpp"

#include <zlib.h>

#include <algorithm>

namespace hyp::model {
namespace {

constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;  // zlib counts in 32 bits
constexpr std::size_t kFirstRoom = std::size_t{1} << 16;

class Stream {
 public:
  explicit Stream(Wrapper wrapper) {
    ready_ = inflateInit2(&z_, wrapper == Wrapper::gzip ? 15 + 16 : -15) == Z_OK;
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() {
    if (ready_) inflateEnd(&z_);
  }
  [[nodiscard]] bool ready() const { return ready_; }

  /// Reads from `packed` (and moves it) and writes to `room`; how much, goes to `written`.
  int step(std::span<const std::byte>& packed, std::span<std::byte> room, std::size_t& written) {
    const auto in = std::min(packed.size(), kMostAtOnce);
    const auto out = std::min(room.size(), kMostAtOnce);
    // zlib only reads through next_in.
    z_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(packed.data()));
    z_.avail_in = static_cast<uInt>(in);
    z_.next_out = reinterpret_cast<Bytef*>(room.data());
    z_.avail_out = static_cast<uInt>(out);
    const int result = inflate(&z_, Z_NO_FLUSH);
    packed = packed.subspan(in - z_.avail_in);
    written = out - z_.avail_out;
    return result;
  }

 private:
  z_stream z_{};
  bool ready_ = false;
};

}  // namespace

Inflated inflate_stream(std::span<const std::byte>& packed, Wrapper wrapper, std::uint64_t limit,
                        Buffer& out) {
  Stream stream(wrapper);
  if (!stream.ready()) return Inflated::no_memory;
  for (;;) {
    // At the limit one spare byte tells a stream that is about to end from one that goes on.
    std::byte spare;
    const bool full = out.size >= limit;
    if (!full && out.size == out.capacity()) {
      const auto room = std::min<std::uint64_t>(limit, std::max(kFirstRoom, out.capacity() * 2));
      if (!out.reserve(room)) return Inflated::no_memory;
    }
    const std::size_t end = std::min<std::uint64_t>(out.capacity(), limit);
    std::size_t written = 0;
    const auto room =
        full ? std::span(&spare, 1) : std::span(out.data() + out.size, end - out.size);
    const int result = stream.step(packed, room, written);
    if (full && written != 0) return Inflated::too_large;
    out.size += written;
    if (result == Z_STREAM_END) return Inflated::whole;
    if (result == Z_MEM_ERROR) return Inflated::no_memory;
    if (result == Z_BUF_ERROR && written == 0) return Inflated::truncated;
    if (result != Z_OK && result != Z_BUF_ERROR) return Inflated::damaged;
  }
}

}  // namespace hyp::model
