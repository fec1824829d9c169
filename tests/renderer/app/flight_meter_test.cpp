#include "renderer/app/flight_meter.hpp"

#include <gtest/gtest.h>

namespace dalian::viewer {
namespace {

TEST(FlightMeter, CountsTheFramesOfEachLegAndNothingElse) {
  FlightMeter meter;
  EXPECT_FALSE(meter.begun());
  meter.frame(9, true, {passes::Quality::full, 1}); // before the flight
  meter.begin_leg("port", 10);
  for (int i = 1; i <= 20; ++i)
    meter.frame(10 + i * 0.1, true, {passes::Quality::plain, 0.5});
  meter.frame(30, false, {passes::Quality::full, 1}); // at rest
  meter.begin_leg("njip", 40);
  for (int i = 1; i <= 10; ++i)
    meter.frame(40 + i * 0.2, true, {passes::Quality::light, 1});
  std::string const text = meter.report(45);
  EXPECT_NE(text.find("to port           20 frames in   2.0 s:  10.0 a second, slowest  100 ms, mostly plain 0.50"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("to njip           10 frames in   2.0 s:   5.0 a second, slowest  200 ms, mostly light 1.00"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("30 frames in   4.0 s:   7.5 a second; the picture was at rest 3.0 s later"), std::string::npos)
      << text;
}

} // namespace
} // namespace dalian::viewer
