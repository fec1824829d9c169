// The passes over the picture, drawn by the software driver under the validation layers.
#include "renderer/gpu/readback.hpp"
#include "renderer/gpu/upload.hpp"
#include "renderer/passes/imgui.hpp"
#include "renderer/passes/labels.hpp"
#include "renderer/passes/selection.hpp"
#include "renderer/ui/caption.hpp"
#include "tests/support/overlay_raster.hpp"
#include "tests/support/panel_facts.hpp"

#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <imgui.h>

namespace dalian::passes {
namespace {

constexpr int kWidth = 320, kHeight = 180;
constexpr int kRounding = 4; // of up to eight layers blended into 8 bits
constexpr VkFormat kFormat = VK_FORMAT_R8G8B8A8_UNORM;

class OverlayPasses : public testing::Test {
 protected:
  void TearDown() override {
    for (auto const& message : device.log().first_messages())
      ADD_FAILURE() << message;
  }

  void clear(ui::Rgba colour) {
    auto const picture = test::blank(kWidth, kHeight, colour);
    gpu::Uploader uploader(device);
    uploader.to_image(target, 0, std::as_bytes(std::span(picture.rgba)));
    uploader.flush();
  }

  /// One frame with the passes that `add` puts in; what the target holds afterwards.
  template <class Add>
  test::Picture frame(Add const& add) {
    frame::FrameGraph graph;
    auto const slot = ring.begin();
    add(graph, graph.resource("picture"), *slot.arena);
    graph.execute(slot);
    ring.submit();
    ring.finish();
    auto const bytes = gpu::read_image(device, target);
    auto const extent = target.extent();
    test::Picture picture{static_cast<int>(extent.width), static_cast<int>(extent.height),
                          std::vector<std::uint8_t>(bytes.size())};
    std::memcpy(picture.rgba.data(), bytes.data(), bytes.size());
    return picture;
  }

  gpu::Device device{gpu::DeviceOptions{true, {}, false}};
  gpu::ShaderFolder shaders{device, std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "shaders"};
  gpu::FrameRing ring{device};
  gpu::Image target{
      device,
      {kFormat,
       {kWidth, kHeight},
       1,
       1,
       VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT}};
};

ui::DrawList sample(ui::GlyphAtlas& atlas) {
  ui::TextPainter painter(atlas);
  ui::DrawList list;
  list.box({10, 10, 150, 40}, {ui::theme::kGlass, ui::rgba(0xFFFFFF, 0.6), 1, 15, 5, 0});
  list.box({160, 10, 310, 40}, {ui::theme::kGlass, ui::rgba(0xFFFFFF, 0.6), 1, 15, 0, 6});
  list.box({10.5F, 50.25F, 150, 90}, {});
  list.stroke(20, 100, 120, 150, 3, ui::rgba(0xD55E00));
  list.stroke(200, 120, 200, 120, 9, ui::theme::kLabelText);
  list.dart({240, 150, 0.8F, -0.6F, 9, -9, 6, -5}, {ui::rgba(0xE0B25A), ui::rgba(0x10181E, 0.8), 1.5F});
  list.dart({280.4F, 140.3F, 0, -1, 5, 0, 4, -5}, {ui::rgba(0x7FBFA4, 0.6), ui::rgba(0x10181E, 0.5), 1});
  ui::TextStyle style;
  style.halo = ui::theme::kHaloSea;
  painter.draw(list, 20.4F, 30, "合成数据 AIS 0.8 s", style);
  style.weight = ui::Weight::bold;
  style.px = 28;
  painter.draw(list, 165, 80, "松木岛 Gq", style);
  return list;
}

TEST_F(OverlayPasses, LabelsAreDrawnAsTheReferenceDrawsThem) {
  ui::GlyphAtlas atlas(ui::find_fonts());
  Labels labels(shaders, atlas, kFormat);
  for (ui::Rgba const ground : {ui::rgba(0x6B7A66), ui::rgba(0xF0F0F0)}) {
    clear(ground);
    ui::DrawList const list = sample(atlas);
    auto const drawn =
        frame([&](auto& graph, auto picture, auto& arena) { labels.add(graph, picture, target, arena, list); });
    auto reference = test::blank(kWidth, kHeight, ground);
    test::rasterize(list, atlas, reference);
    std::size_t off = 0;
    std::string worst;
    for (std::size_t i = 0; i < drawn.rgba.size(); ++i)
      if (i % 4 != 3 && std::abs(drawn.rgba[i] - reference.rgba[i]) > kRounding && ++off < 12)
        worst += fmt::format("({}, {}): {} for {}; ", i / 4 % kWidth, i / 4 / kWidth, drawn.rgba[i], reference.rgba[i]);
    EXPECT_EQ(off, 0U) << worst;
    EXPECT_NE(drawn.rgba, test::blank(kWidth, kHeight, ground).rgba);
    if (char const* out = std::getenv("DALIAN_TEST_OUT")) {
      test::write_png(drawn, std::filesystem::path(out) / "labels_gpu.png");
      test::write_png(reference, std::filesystem::path(out) / "labels_cpu.png");
    }
  }
}

TEST_F(OverlayPasses, AManyGlyphedFirstFrameIsComplete) {
  ui::GlyphAtlas atlas(ui::find_fonts());
  Labels labels(shaders, atlas, kFormat);
  ui::TextPainter painter(atlas);
  for (char32_t c = 0x4E00; c < 0x4E00 + 700; ++c) // more rows than one frame's arena takes
    atlas.glyph({ui::Script::sc, ui::Weight::regular, 40, c, 0});
  clear(ui::rgba(0x000000));
  ui::DrawList list;
  painter.draw(list, 20, 100, "大连", {});
  auto const drawn =
      frame([&](auto& graph, auto picture, auto& arena) { labels.add(graph, picture, target, arena, list); });
  auto reference = test::blank(kWidth, kHeight, ui::rgba(0x000000));
  test::rasterize(list, atlas, reference);
  std::size_t lit = 0;
  for (std::size_t i = 0; i < drawn.rgba.size(); i += 4) {
    EXPECT_NEAR(drawn.rgba[i], reference.rgba[i], 2);
    lit += drawn.rgba[i] > 128;
  }
  EXPECT_GT(lit, 50U);
}

TEST_F(OverlayPasses, PanelsKeepTheirColoursClipAndOrder) {
  ImGui::CreateContext();
  {
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {kWidth, kHeight};
    io.IniFilename = nullptr;
    Panels panels(shaders, kFormat);
    clear(ui::rgba(0x406080));
    ImGui::NewFrame();
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    list.AddRectFilled({10, 10}, {60, 60}, ui::rgba(0xE69F00));
    list.AddRectFilled({40, 40}, {90, 90}, ui::rgba(0xFFFFFF, 0.5));
    list.PushClipRect({200, 0}, {250, 100}, true);
    list.AddRectFilled({150, 20}, {400, 60}, ui::rgba(0x009E73));
    list.PopClipRect();
    list.AddText({100, 120}, ui::rgba(0xFFFFFF), "panel");
    ImGui::Render();
    auto drawn = frame([&](auto& graph, auto picture, auto& arena) {
      panels.add(graph, picture, target, arena, *ImGui::GetDrawData());
    });
    auto const expect = [&](int x, int y, int r, int g, int b) {
      auto const* p = drawn.at(x, y);
      EXPECT_NEAR(p[0], r, 1) << x << ',' << y;
      EXPECT_NEAR(p[1], g, 1) << x << ',' << y;
      EXPECT_NEAR(p[2], b, 1) << x << ',' << y;
    };
    expect(20, 20, 0xE6, 0x9F, 0x00); // the authored bytes, not converted
    expect(80, 80, 160, 176, 192);    // half of white over the ground, blended as encoded
    expect(50, 50, 243, 207, 128);
    expect(225, 40, 0x00, 0x9E, 0x73);
    expect(190, 40, 0x40, 0x60, 0x80);
    int lit = 0;
    for (int y = 118; y < 135; ++y)
      for (int x = 100; x < 140; ++x)
        lit += drawn.at(x, y)[0] > 200;
    EXPECT_GT(lit, 20);
  }
  ImGui::DestroyContext();
}

TEST_F(OverlayPasses, AWholeWindowOfPanels) {
  auto const lang = ui::Lang::load(std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "lang").value();
  ui::ImGuiLayer layer(ui::find_fonts(), lang, ui::Language::en, 1);
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {1280, 720};
  io.MousePos = {640, 400};
  target = gpu::Image(device, {kFormat,
                               {1280, 720},
                               1,
                               1,
                               VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT |
                                   VK_IMAGE_USAGE_TRANSFER_SRC_BIT});
  Panels panels(shaders, kFormat);
  ui::PanelKit kit(lang, layer);
  ui::PanelDrawer drawer(kit);
  test::Picture drawn;
  for (int i = 0; i < 3; ++i) {
    auto const ground = test::blank(1280, 720, ui::rgba(0x7A8468));
    gpu::Uploader uploader(device);
    uploader.to_image(target, 0, std::as_bytes(std::span(ground.rgba)));
    uploader.flush();
    ImGui::NewFrame();
    kit.new_frame(ui::Language::en);
    drawer.draw(test::panel_facts(ui::Language::en));
    ImGui::Render();
    drawn = frame([&](auto& graph, auto picture, auto& arena) {
      panels.add(graph, picture, target, arena, *ImGui::GetDrawData());
    });
  }
  for (ui::PanelBox const& panel : kit.shown().boxes) { // each panel is dark glass with light writing
    int dark = 0, light = 0;
    for (int y = static_cast<int>(panel.box.y0); y < static_cast<int>(panel.box.y1); ++y)
      for (int x = static_cast<int>(panel.box.x0); x < static_cast<int>(panel.box.x1); ++x) {
        dark += drawn.at(x, y)[0] < 80;
        light += drawn.at(x, y)[0] > 180;
      }
    EXPECT_GT(dark, static_cast<int>(panel.box.width() * panel.box.height()) / 4) << panel.panel;
    EXPECT_GT(light, 100) << panel.panel;
  }
  if (char const* out = std::getenv("DALIAN_TEST_OUT"))
    test::write_png(drawn, std::filesystem::path(out) / "panels.png");
}

TEST_F(OverlayPasses, TheSelectedThingIsOutlinedOutsideOnly) {
  gpu::Image entities(
      device,
      {VK_FORMAT_R32_UINT, {kWidth, kHeight}, 1, 1, VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT});
  std::vector<std::uint32_t> ids(static_cast<std::size_t>(kWidth) * kHeight, 0);
  for (std::size_t y = 80; y < 100; ++y)
    for (std::size_t x = 100; x < 160; ++x)
      ids[y * kWidth + x] = x < 130 ? 7 : 8;
  gpu::Uploader uploader(device);
  uploader.to_image(entities, 0, std::as_bytes(std::span(ids)));
  uploader.flush();
  Selection selection(shaders, kFormat);
  selection.set_entities(entities);
  clear(ui::rgba(0x204060));
  auto drawn = frame([&](auto& graph, auto picture, auto&) {
    selection.add(graph, graph.resource("entity"), picture, target, {7, {60, 40, 200, 140}});
  });
  EXPECT_EQ(drawn.at(110, 90)[0], 0x20); // inside: as it was
  EXPECT_EQ(drawn.at(98, 90)[0], 0xFF);  // two pixels of outline
  EXPECT_EQ(drawn.at(131, 90)[0], 0xFF); // also against a neighbour
  EXPECT_GT(drawn.at(95, 90)[0], 0x20);  // halo …
  EXPECT_LT(drawn.at(95, 90)[0], 0xC0);
  EXPECT_EQ(drawn.at(85, 90)[0], 0x20); // … that ends
}

TEST_F(OverlayPasses, TheOutlineHasNoHolesBesideThinThings) {
  gpu::Image entities(
      device,
      {VK_FORMAT_R32_UINT, {kWidth, kHeight}, 1, 1, VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT});
  std::vector<std::uint32_t> ids(static_cast<std::size_t>(kWidth) * kHeight, 0);
  for (std::size_t y = 60; y < 120; ++y)
    ids[y * kWidth + 150] = 7; // a mast, one texel wide
  gpu::Uploader uploader(device);
  uploader.to_image(entities, 0, std::as_bytes(std::span(ids)));
  uploader.flush();
  Selection selection(shaders, kFormat);
  selection.set_entities(entities);
  clear(ui::rgba(0x204060));
  auto drawn = frame([&](auto& graph, auto picture, auto&) {
    selection.add(graph, graph.resource("entity"), picture, target, {7, {0, 0, kWidth, kHeight}});
  });
  for (int y = 70; y < 110; ++y)
    for (int x = 144; x < 157; ++x) {
      if (x == 150) continue;
      EXPECT_GT(drawn.at(x, y)[0], 0x20) << x << ',' << y << ": a hole beside the mast";
    }
}

} // namespace
} // namespace dalian::passes
