#include "renderer/gpu/breadcrumbs.hpp"
#include "renderer/gpu/check.hpp"
#include "renderer/gpu/frame_ring.hpp"

#include <gmock/gmock.h>

using namespace dalian::gpu;

namespace {

struct BreadcrumbsTest : testing::Test {
  Device device{{.validate = true, .instance_extensions = {}, .swapchain = false, .faults = {}, .pretend = {}}};
  Breadcrumbs crumbs{device};
  void TearDown() override {
    EXPECT_EQ(device.log().count(), 0u) << testing::PrintToString(device.log().first_messages());
  }
};

} // namespace

TEST_F(BreadcrumbsTest, TellWhereTheDeviceIs) {
  EXPECT_EQ(crumbs.how_far(), "before its first pass");
  device.run([&](VkCommandBuffer cmd) { crumbs.begin(cmd, "sky"); });
  EXPECT_EQ(crumbs.how_far(), "in 'sky'");
  device.run([&](VkCommandBuffer cmd) { crumbs.end(cmd); });
  EXPECT_EQ(crumbs.how_far(), "after 'sky'");
  device.run([&](VkCommandBuffer cmd) { crumbs.begin(cmd, "shade"); });
  EXPECT_EQ(crumbs.how_far(), "in 'shade', after 'sky'");
  crumbs.restart();
  EXPECT_EQ(crumbs.how_far(), "before its first pass");
}

TEST_F(BreadcrumbsTest, ALostDeviceIsToldWithThePassItWasAt) {
  FrameRing ring(device, 4096);
  auto const frame = ring.begin();
  frame.crumbs->begin(frame.cmd, "cull");
  frame.crumbs->end(frame.cmd);
  frame.crumbs->begin(frame.cmd, "shade"); // and never comes back
  ring.submit();
  device.wait_idle();
  device.faults().wait.fail_after(0);
  EXPECT_THAT([&] { ring.finish(); },
              testing::ThrowsMessage<DeviceLost>(testing::AllOf(
                  testing::HasSubstr("lost in frame 1, in 'shade', after 'cull'"), testing::HasSubstr("start again"))));
}
