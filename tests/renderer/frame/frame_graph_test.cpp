#include "renderer/frame/frame_graph.hpp"

#include <gtest/gtest.h>

using namespace dalian::frame;

namespace {
Pass pass(char const* name, std::vector<Access> accesses) {
  return {name, std::move(accesses), [](VkCommandBuffer) {}};
}
constexpr auto kColor = VK_PIPELINE_STAGE_2_COLOR_ATTACHMENT_OUTPUT_BIT;
constexpr auto kCompute = VK_PIPELINE_STAGE_2_COMPUTE_SHADER_BIT;
} // namespace

TEST(FrameGraph, OneNameIsOneResource) {
  FrameGraph graph;
  EXPECT_EQ(graph.resource("hdr"), graph.resource("hdr"));
  EXPECT_FALSE(graph.resource("hdr") == graph.resource("depth"));
}

TEST(FrameGraph, AReadWaitsForTheWriteBeforeIt) {
  FrameGraph graph;
  auto const albedo = graph.resource("albedo"), hdr = graph.resource("hdr");
  graph.add(pass("raster", {{albedo, Use::color_target}}));
  graph.add(pass("shade", {{albedo, Use::sampled}, {hdr, Use::storage_write}}));
  auto const b = graph.barriers();
  ASSERT_EQ(b.size(), 2u);
  EXPECT_TRUE(b[0].empty());
  EXPECT_EQ(b[1].from, kColor);
  EXPECT_NE(b[1].from_access & VK_ACCESS_2_COLOR_ATTACHMENT_WRITE_BIT, 0u);
  EXPECT_EQ(b[1].to, kCompute);
  EXPECT_EQ(b[1].to_access, VK_ACCESS_2_SHADER_SAMPLED_READ_BIT) << "the untouched hdr image adds nothing";
}

TEST(FrameGraph, AWriteWaitsForReadersWithoutFlushing) {
  FrameGraph graph;
  auto const image = graph.resource("image");
  graph.add(pass("read", {{image, Use::sampled}}));
  graph.add(pass("write", {{image, Use::color_target}}));
  auto const b = graph.barriers();
  EXPECT_EQ(b[1].from, kCompute);
  EXPECT_EQ(b[1].from_access, 0u) << "write-after-read is an execution dependency only";
  EXPECT_EQ(b[1].to, kColor);
}

TEST(FrameGraph, SuccessiveWritesAreOrdered) {
  FrameGraph graph;
  auto const depth = graph.resource("depth");
  graph.add(pass("terrain", {{depth, Use::depth_target}}));
  graph.add(pass("models", {{depth, Use::depth_target}}));
  auto const b = graph.barriers();
  EXPECT_NE(b[1].from & VK_PIPELINE_STAGE_2_LATE_FRAGMENT_TESTS_BIT, 0u);
  EXPECT_NE(b[1].to & VK_PIPELINE_STAGE_2_EARLY_FRAGMENT_TESTS_BIT, 0u);
  EXPECT_NE(b[1].from_access & VK_ACCESS_2_DEPTH_STENCIL_ATTACHMENT_WRITE_BIT, 0u);
}

TEST(FrameGraph, TheSecondReaderOfOneKindNeedsNoBarrier) {
  FrameGraph graph;
  auto const list = graph.resource("list");
  graph.add(pass("cull", {{list, Use::storage_write}}));
  graph.add(pass("draw", {{list, Use::vertex_read}}));
  graph.add(pass("shadow", {{list, Use::vertex_read}}));
  graph.add(pass("count", {{list, Use::indirect}}));
  auto const b = graph.barriers();
  EXPECT_FALSE(b[1].empty());
  EXPECT_TRUE(b[2].empty());
  EXPECT_FALSE(b[3].empty()) << "another stage has not seen the write yet";
  EXPECT_EQ(b[3].from, kCompute);
}

TEST(FrameGraph, AWriteAfterReadsWaitsForAllOfThem) {
  FrameGraph graph;
  auto const list = graph.resource("list");
  graph.add(pass("cull", {{list, Use::storage_write}}));
  graph.add(pass("draw", {{list, Use::vertex_read}}));
  graph.add(pass("arguments", {{list, Use::indirect}}));
  graph.add(pass("cull again", {{list, Use::storage_write}}));
  auto const b = graph.barriers();
  EXPECT_NE(b[3].from & VK_PIPELINE_STAGE_2_VERTEX_SHADER_BIT, 0u);
  EXPECT_NE(b[3].from & VK_PIPELINE_STAGE_2_DRAW_INDIRECT_BIT, 0u);
  EXPECT_NE(b[3].from & kCompute, 0u);
}

TEST(FrameGraph, UnrelatedPassesDoNotWait) {
  FrameGraph graph;
  graph.add(pass("a", {{graph.resource("a"), Use::storage_write}}));
  graph.add(pass("b", {{graph.resource("b"), Use::color_target}}));
  EXPECT_TRUE(graph.barriers()[1].empty());
}
