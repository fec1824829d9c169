// Deliberate mistakes, each made where the program could make it: in what it is given or in what it tells the GPU. None
// may pass for the right picture, not even by the bar for foreign drivers, or the golden pictures are worth nothing.
#include "tests/renderer/golden/drawn_view.hpp"
#include "tests/support/picture_compare.hpp"
#include "tests/support/process.hpp"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <set>

using namespace dalian;
using passes::FrameConstants;

namespace {

namespace fs = std::filesystem;

gpu::DeviceOptions validated() {
  return {.validate = true, .instance_extensions = {}, .swapchain = false, .faults = {}, .pretend = {}};
}

/// One device and one right picture for all.
class Mutations : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    device_ = std::make_unique<gpu::Device>(validated());
    view_ = std::make_unique<test::DrawnView>(*device_, test::load_parts("port"));
    right_ = view_->picture();
  }
  static void TearDownTestSuite() {
    view_.reset();
    device_.reset();
  }
  static void expect_told(std::string const& name, gpu::Picture const& wrong) {
    auto const difference = test::compare(wrong, right_);
    EXPECT_FALSE(difference.accepted()) << name << ": " << difference.text();
    if (char const* out = std::getenv("DALIAN_TEST_OUT")) gpu::write_png(wrong, fs::path(out) / (name + ".png"));
  }
  inline static std::unique_ptr<gpu::Device> device_;
  inline static std::unique_ptr<test::DrawnView> view_;
  inline static gpu::Picture right_;
};

double pixel_rad(passes::Eye const& eye) {
  return 2 * std::tan(eye.vertical_field_rad / 2) / test::kViewSize.height;
}

/// Mistakes in what a frame is told.
struct OfFrame {
  char const* name;
  void (*make)(test::Frame&);
};
constexpr OfFrame kOfFrame[] = {
    {"no shadows", [](test::Frame& f) { f.input.flags |= FRAME_NO_SHADOWS; }},
    {"wrong cover table", [](test::Frame& f) { f.input.flags |= FRAME_SHOW_COVER; }},
    {"linear where sRGB is due", [](test::Frame& f) { f.input.flags |= FRAME_NOT_ENCODED; }},
    {"shifted by a pixel", [](test::Frame& f) { f.input.eye.heading_rad += pixel_rad(f.input.eye); }},
    {"light of a quarter of an hour later",
     [](test::Frame& f) { f.input.to_sun = glm::normalize(f.input.to_sun - glm::vec3(0, 0, 0.05F)); }},
    {"ships where they were", [](test::Frame& f) { f.input.now_s = 0; }},
    {"4 % less exposure", [](test::Frame& f) { f.input.exposure *= 0.96F; }},
    {"haze that nobody chose", [](test::Frame& f) { f.input.visibility_m /= 3; }},
    {"no labels", [](test::Frame& f) { f.overlay.labels = false; }},
    {"another language", [](test::Frame& f) { f.overlay.language = ui::Language::en; }},
};

/// Mistakes in the constants that shaders read.
struct OfConstants {
  char const* name;
  void (*make)(FrameConstants&);
};
constexpr OfConstants kOfConstants[] = {
    {"swapped cascades", [](FrameConstants& c) { std::swap(c.shadow_matrix[0], c.shadow_matrix[1]); }},
    {"sun from the other side", [](FrameConstants& c) { c.key_direction.x = -c.key_direction.x; }},
    {"terrain a layer off", [](FrameConstants& c) { c.detail_layer -= 1; }},
    {"no waves behind ships", [](FrameConstants& c) { c.wake_count = 0; }},
};

} // namespace

TEST_F(Mutations, OfAFrameAreTold) {
  for (auto const& mutation : kOfFrame)
    expect_told(mutation.name, view_->picture(mutation.make));
  EXPECT_TRUE(test::compare(view_->picture(), right_).exact()) << "the right picture is still to be had";
}

TEST_F(Mutations, OfTheConstantsAreTold) {
  for (auto const& mutation : kOfConstants) {
    view_->renderer().spoil(mutation.make);
    expect_told(mutation.name, view_->picture());
  }
  view_->renderer().spoil({});
  EXPECT_TRUE(test::compare(view_->picture(), right_).exact());
}

namespace {

/// The models with their normals mirrored at x = 0: every NORMAL accessor of every .glb, in the folder `to`.
void mirror_normals(fs::path const& from, fs::path const& to) {
  fs::copy(from, to, fs::copy_options::recursive);
  for (auto const& entry : fs::directory_iterator(to)) {
    if (entry.path().extension() != ".glb") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::string file((std::istreambuf_iterator<char>(in)), {});
    std::uint32_t json_bytes = 0;
    std::memcpy(&json_bytes, &file[12], 4);
    auto const json = nlohmann::json::parse(file.substr(20, json_bytes));
    std::set<std::size_t> done;
    for (auto const& mesh : json["meshes"])
      for (auto const& primitive : mesh["primitives"]) {
        std::size_t const index = primitive["attributes"]["NORMAL"];
        if (!done.insert(index).second) continue;
        auto const& accessor = json["accessors"][index];
        auto const& view = json["bufferViews"][accessor["bufferView"].get<std::size_t>()];
        auto const stride = view.value("byteStride", std::size_t{12});
        auto const start =
            28 + json_bytes + view.value("byteOffset", std::size_t{0}) + accessor.value("byteOffset", std::size_t{0});
        for (std::size_t i = 0; i < accessor["count"].get<std::size_t>(); ++i)
          file[start + i * stride + 3] = static_cast<char>(file[start + i * stride + 3] ^ 0x80); // the sign of x
      }
    std::ofstream(entry.path(), std::ios::binary | std::ios::trunc) << file;
  }
}

/// Mistakes in what the city is made of.
struct OfParts {
  char const* name;
  void (*make)(test::Parts&, fs::path const& folder);
};
constexpr OfParts kOfParts[] = {
    {"missing models",
     [](test::Parts& p, fs::path const&) {
       std::erase_if(p.city->placements,
                     [](auto const& placement) { return placement.model.find("crane") != std::string::npos; });
     }},
    {"wrong tint",
     [](test::Parts& p, fs::path const&) {
       for (auto& placement : p.city->placements) // red and blue exchanged
         placement.tint = (placement.tint & 0xff00ff00) | (placement.tint >> 16 & 0xff) | (placement.tint & 0xff) << 16;
     }},
    {"a missing label",
     [](test::Parts& p, fs::path const&) {
       std::erase_if(p.city->places,
                     [](auto const& place) { return place.names.en.find("container terminal") != std::string::npos; });
     }},
    {"mirrored normals",
     [](test::Parts& p, fs::path const& folder) {
       mirror_normals(p.models, folder / "models");
       p.models = folder / "models";
     }},
    {"land cover of the neighbour",
     [](test::Parts& p, fs::path const&) {
       for (auto& detail : p.terrain->details)
         std::ranges::rotate(detail.cover, detail.cover.begin() + 5);
     }},
};

} // namespace

TEST_F(Mutations, OfTheCityAreTold) {
  for (auto const& mutation : kOfParts) {
    test::TempFolder const folder;
    auto parts = test::load_parts("port");
    mutation.make(parts, folder.path());
    test::DrawnView wrong(*device_, std::move(parts));
    expect_told(mutation.name, wrong.picture());
  }
  EXPECT_EQ(device_->log().count(), 0u) << testing::PrintToString(device_->log().first_messages());
}
