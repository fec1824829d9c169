#include "renderer/ui/tokens.hpp"

#include <array>
#include <cmath>
#include <gtest/gtest.h>

namespace dalian::ui {
namespace {

using Triple = std::array<double, 3>;

// Glass lets the picture through: the worst grounds are the darkest, the brightest (snow, sun on the sea) and a grey.
constexpr std::array kBehind{0x000000U, 0x808080U, 0xFFFFFFU};

TEST(Tokens, EveryTextReadsOnEveryGroundOverAnyPicture) {
  for (Scheme const scheme : kSchemes) {
    Tokens const& t = tokens(scheme);
    for (std::uint32_t const behind : kBehind)
      for (Rgba const ground : {t.glass, t.raised, t.hover})
        for (Rgba const text : {t.text, t.text_second})
          EXPECT_GE(contrast_ratio(text, ground, rgba(behind)), 4.5)
              << static_cast<int>(scheme) << std::hex << ' ' << ground << ' ' << behind;
    EXPECT_GE(contrast_ratio(t.on_accent, t.accent, rgba(0x808080)), 4.5);
  }
}

TEST(Tokens, EveryStatusReadsOnGlassOverAnyPicture) {
  for (Scheme const scheme : kSchemes)
    for (std::uint32_t const behind : kBehind)
      for (Status const status : kStatuses)
        EXPECT_GE(contrast_ratio(tokens(scheme).of(status), tokens(scheme).glass, rgba(behind)), 4.5)
            << static_cast<int>(scheme) << ' ' << static_cast<int>(status) << std::hex << ' ' << behind;
}

double linear(double c) {
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

Triple linear_rgb(Rgba c) {
  return {linear((c & 0xffU) / 255.0), linear(((c >> 8U) & 0xffU) / 255.0), linear(((c >> 16U) & 0xffU) / 255.0)};
}

// Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG
// 15(6), 2009, table 1: severity 1.0 of protanomaly, deuteranomaly and tritanomaly; on linear RGB.
constexpr std::array<std::array<double, 9>, 4> kEyes{
    {{1, 0, 0, 0, 1, 0, 0, 0, 1},
     {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
     {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
     {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900}}};

// CIE 1976 L*a*b* of linear sRGB, white D65.
Triple lab(Triple const& c) {
  auto const f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
  double const x = f((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.95047);
  double const y = f(0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]);
  double const z = f((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.08883);
  return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

Triple seen(Rgba colour, std::array<double, 9> const& eye) {
  Triple const c = linear_rgb(colour);
  Triple out{};
  for (std::size_t row = 0; row < 3; ++row)
    out[row] = std::clamp(eye[3 * row] * c[0] + eye[3 * row + 1] * c[1] + eye[3 * row + 2] * c[2], 0.0, 1.0);
  return lab(out);
}

TEST(Tokens, StatusColoursStandApartForEveryEye) {
  // A difference of 2.3 is just noticeable (Mahy 1994); marks a few pixels across need several times that.
  for (Scheme const scheme : kSchemes)
    for (std::size_t eye = 0; eye < kEyes.size(); ++eye)
      for (Status const a : kStatuses)
        for (Status const b : kStatuses) {
          if (a >= b) continue;
          Triple const p = seen(tokens(scheme).of(a), kEyes[eye]), q = seen(tokens(scheme).of(b), kEyes[eye]);
          double const apart = std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
          EXPECT_GE(apart, 12) << "scheme " << static_cast<int>(scheme) << ", eye " << eye << ": "
                               << static_cast<int>(a) << ' ' << static_cast<int>(b);
        }
}

TEST(Tokens, WhatMustBeSeenAtOnceDiffersInShapeToo) {
  EXPECT_NE(shape_of(Status::critical), shape_of(Status::high));
  EXPECT_NE(shape_of(Status::high), shape_of(Status::medium));
  EXPECT_NE(shape_of(Status::medium), shape_of(Status::low));
  EXPECT_NE(shape_of(Status::stale), shape_of(Status::good));
}

TEST(Tokens, TheScaleIsKeptOnItsSteps) {
  EXPECT_EQ(kept_scale(1), 1);
  EXPECT_EQ(kept_scale(1.3), 1.25);
  EXPECT_EQ(kept_scale(7), 3);
  EXPECT_EQ(kept_scale(-1), 1);
  EXPECT_EQ(kept_scale(std::nan("")), 1);
}

} // namespace
} // namespace dalian::ui
