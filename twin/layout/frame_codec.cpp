#include "twin/layout/frame_codec.hpp"

#include <zstd.h>

#include <memory>
#include <stdexcept>

namespace dalian::layout {
namespace {

constexpr int kLevel = 6;

struct ContextDeleter {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

} // namespace

std::string pack_frame(std::string_view bytes) {
  std::unique_ptr<ZSTD_CCtx, ContextDeleter> const context(ZSTD_createCCtx());
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kLevel);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string frame(ZSTD_compressBound(bytes.size()), '\0');
  std::size_t const size = ZSTD_compress2(context.get(), frame.data(), frame.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(size) != 0) throw std::runtime_error(std::string("zstd: ") + ZSTD_getErrorName(size));
  frame.resize(size);
  return frame;
}

Result<std::string> unpack_frame(std::string_view frame, std::size_t limit) {
  unsigned long long const size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN)
    return Error{"a compressed block is not a zstd frame with a stated size"};
  if (size > limit) return Error{"a compressed block claims " + std::to_string(size) + " bytes, more than allowed"};
  std::string bytes(size, '\0');
  std::size_t const got = ZSTD_decompress(bytes.data(), bytes.size(), frame.data(), frame.size());
  if (ZSTD_isError(got) != 0) return Error{std::string("a compressed block is damaged: ") + ZSTD_getErrorName(got)};
  if (got != size) return Error{"a compressed block is shorter than it says"};
  return bytes;
}

} // namespace dalian::layout
