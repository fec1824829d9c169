#include "twin/history/bytes.hpp"

#include <memory>
#include <stdexcept>
#include <zlib.h>
#include <zstd.h>

namespace dalian::history {
namespace {

struct FreeContext {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

} // namespace

std::uint32_t crc32_of(std::uint32_t crc, std::string_view bytes) {
  return static_cast<std::uint32_t>(crc32_z(crc, reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size()));
}

std::string compress(std::string_view bytes, int level) {
  thread_local std::unique_ptr<ZSTD_CCtx, FreeContext> const context(ZSTD_createCCtx()); // making one costs megabytes
  std::string frame(ZSTD_compressBound(bytes.size()), '\0');
  std::size_t const size =
      ZSTD_compressCCtx(context.get(), frame.data(), frame.size(), bytes.data(), bytes.size(), level);
  if (ZSTD_isError(size) != 0) throw std::runtime_error(std::string("zstd: ") + ZSTD_getErrorName(size)); // no memory
  frame.resize(size);
  return frame;
}

std::optional<std::string> decompress(std::string_view frame, std::size_t most) {
  unsigned long long const size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size > most) return std::nullopt; // unknown and error are the two largest numbers
  std::string bytes(size, '\0');
  std::size_t const got = ZSTD_decompress(bytes.data(), bytes.size(), frame.data(), frame.size());
  if (ZSTD_isError(got) != 0 || got != size) return std::nullopt;
  return bytes;
}

} // namespace dalian::history
