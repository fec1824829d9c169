#include "renderer/gpu/png_file.hpp"

#include <cassert>
#include <cstring>
#include <fmt/format.h>
#include <png.h>
#include <stdexcept>

namespace dalian::gpu {

void write_png(Picture const& picture, std::filesystem::path const& file) {
  assert(picture.rgba.size() == std::size_t{picture.width} * picture.height * 4);
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = picture.width;
  image.height = picture.height;
  image.format = PNG_FORMAT_RGBA;
  image.flags = PNG_IMAGE_FLAG_FAST;
  if (!png_image_write_to_file(&image, file.c_str(), 0, picture.rgba.data(), 0, nullptr))
    throw std::runtime_error(fmt::format("{} cannot be written: {}", file.string(), image.message));
}

Picture read_png(std::filesystem::path const& file) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (!png_image_begin_read_from_file(&image, file.c_str()))
    throw std::runtime_error(fmt::format("{} cannot be read: {}", file.string(), image.message));
  image.format = PNG_FORMAT_RGBA;
  Picture picture{image.width, image.height, std::vector<std::uint8_t>(PNG_IMAGE_SIZE(image))};
  if (!png_image_finish_read(&image, nullptr, picture.rgba.data(), 0, nullptr))
    throw std::runtime_error(fmt::format("{} cannot be read: {}", file.string(), image.message));
  return picture;
}

} // namespace dalian::gpu
