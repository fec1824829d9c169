#pragma once
// 8-bit RGBA pictures as PNG files. Rows from the top, tight. Throws std::runtime_error naming the file.
#include <cstdint>
#include <filesystem>
#include <vector>

namespace dalian::gpu {

struct Picture {
  std::uint32_t width = 0, height = 0;
  std::vector<std::uint8_t> rgba; // width · height · 4
};

void write_png(Picture const& picture, std::filesystem::path const& file);
Picture read_png(std::filesystem::path const& file);

} // namespace dalian::gpu
