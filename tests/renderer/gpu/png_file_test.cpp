#include "renderer/gpu/png_file.hpp"

#include <fstream>
#include <gmock/gmock.h>

using namespace dalian::gpu;

namespace {
std::filesystem::path scratch(char const* name) {
  return std::filesystem::path(testing::TempDir()) / name;
}
} // namespace

TEST(PngFile, ReadsBackWhatItWrote) {
  Picture picture{3, 2, {}};
  for (int i = 0; i < 24; ++i)
    picture.rgba.push_back(static_cast<std::uint8_t>(i % 4 == 3 ? 255 : i * 9));
  auto const file = scratch("dalian_png_test.png");
  write_png(picture, file);
  Picture const back = read_png(file);
  EXPECT_EQ(back.width, 3u);
  EXPECT_EQ(back.height, 2u);
  EXPECT_EQ(back.rgba, picture.rgba);
}

TEST(PngFile, NamesTheFileItCannotUse) {
  EXPECT_THAT(
      [] {
        write_png({1, 1, {0, 0, 0, 0}}, "/no/such/folder/x.png");
      },
      testing::ThrowsMessage<std::runtime_error>(testing::HasSubstr("/no/such/folder/x.png")));
  auto const broken = scratch("dalian_broken.png");
  std::ofstream(broken) << "not a picture";
  EXPECT_THAT([&] { (void)read_png(broken); },
              testing::ThrowsMessage<std::runtime_error>(testing::HasSubstr("cannot be read")));
}
