#include "renderer/scene/color_ramp.hpp"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace dalian::scene {
namespace {

int channel(std::uint32_t rgb, unsigned shift) {
  return static_cast<int>(rgb >> shift & 0xffU);
}

int difference(std::uint32_t a, std::uint32_t b) {
  int most = 0;
  for (unsigned const shift : {0U, 8U, 16U})
    most = std::max(most, std::abs(channel(a, shift) - channel(b, shift)));
  return most;
}

/// The publication's own table as GMT ships it (package gmt-common): "z r/g/b z r/g/b" per line.
std::vector<std::pair<float, std::uint32_t>> published(std::string const& name) {
  std::ifstream file("/usr/share/gmt/cpt/SCM/" + name + ".cpt");
  EXPECT_TRUE(file.good()) << "package gmt-common is missing";
  std::vector<std::pair<float, std::uint32_t>> table;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    float z = 0;
    unsigned r = 0, g = 0, b = 0;
    if (std::sscanf(line.c_str(), "%f %u/%u/%u", &z, &r, &g, &b) == 4) table.emplace_back(z, r << 16U | g << 8U | b);
  }
  return table;
}

TEST(Ramps, BatlowAndVikAreAsPublished) {
  for (auto const& [ramp, name, tolerance] : {std::tuple{Ramp::batlow, "batlow", 3}, {Ramp::vik, "vik", 4}}) {
    auto const table = published(name);
    ASSERT_GT(table.size(), 250U);
    float const low = table.front().first, range = ramp == Ramp::vik ? 2 : 1;
    for (auto const& [z, rgb] : table)
      EXPECT_LE(difference(ramp_color(ramp, (z - low) / range), rgb), tolerance) << name << " at " << z;
  }
}

// Nuñez et al. 2018, as matplotlib 3.6.3 lists them: index of 0…255, colour.
TEST(Ramps, CividisIsAsPublished) {
  for (auto const& [index, rgb] : {std::pair{0, 0x00224EU},
                                   {1, 0x00234FU},
                                   {37, 0x233C6EU},
                                   {64, 0x434E6CU},
                                   {100, 0x656870U},
                                   {128, 0x7D7C78U},
                                   {149, 0x918B78U},
                                   {192, 0xBCAE6CU},
                                   {222, 0xDCC859U},
                                   {255, 0xFEE838U}})
    EXPECT_LE(difference(ramp_color(Ramp::cividis, static_cast<float>(index) / 255), rgb), 6) << index;
}

/// Relative luminance, WCAG 2.1.
double luminance(std::uint32_t rgb) {
  auto const linear = [](int c) {
    double const v = c / 255.0;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(channel(rgb, 16)) + 0.7152 * linear(channel(rgb, 8)) + 0.0722 * linear(channel(rgb, 0));
}

TEST(Ramps, SequentialOnesKeepTheirOrderInGrey) {
  for (Ramp const ramp : {Ramp::cividis, Ramp::batlow})
    for (int i = 1; i <= 64; ++i)
      EXPECT_GT(luminance(ramp_color(ramp, static_cast<float>(i) / 64)),
                luminance(ramp_color(ramp, static_cast<float>(i - 1) / 64)) - 0.002)
          << i;
}

TEST(Ramps, WhatIsNoShareTakesAnEnd) {
  EXPECT_EQ(ramp_color(Ramp::cividis, -1), 0x00224EU);
  EXPECT_EQ(ramp_color(Ramp::cividis, 2), 0xFEE838U);
  EXPECT_EQ(ramp_color(Ramp::cividis, std::nanf("")), 0x00224EU);
}

TEST(Ramps, CategoriesDiffer) {
  auto const colors = category_colors();
  for (std::size_t i = 0; i < colors.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      EXPECT_GE(difference(colors[i], colors[k]), 30) << i << " and " << k;
}

TEST(Ramps, GpuColourIsByteReversed) {
  EXPECT_EQ(gpu_color(0x112233), 0xff332211U);
  EXPECT_EQ(gpu_color(0x112233, 0.5F), 0x80332211U);
}

} // namespace
} // namespace dalian::scene
