#pragma once
// What the grammar builds: a bag of triangles with normals, each of one material. Metres, x right, y forward, z up.
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include <glm/mat4x4.hpp>
#include <glm/vec3.hpp>

namespace dalian::bake {

using MaterialIndex = std::uint16_t;

struct Corner {
  glm::vec3 position{};
  glm::vec3 normal{};
  float openness = 1; // ambient occlusion: 1 sees the whole sky
};

struct Face {
  std::array<Corner, 3> corners; // counter-clockwise from outside
  MaterialIndex material = 0;
  glm::vec3 tint{1, 1, 1}; // multiplied into the material's linear colour
  bool facade = false;     // stands for a wall with windows: its tint is the mean of both, see kGlazedDark
  bool spins = false;      // turns about the model's Spin
};

/// A wall all of glass seen as one tone is darker than its paint by this share.
constexpr float kGlazedDark = 0.75F;

using Shape = std::vector<Face>;

/// The one axis about which faces of a model turn, or along which they slide to and fro, in the model's frame.
struct Spin {
  glm::vec3 pivot{0}, axis{0, 1, 0}; // metres; unit length, clockwise seen along it
  float rpm = 0;                     // at full speed; of what slides, ways there and back a minute
  float slide_m = 0;                 // how far along the axis; 0: it turns
};

struct Box {
  glm::vec3 min{0}, max{0};
  glm::vec3 size() const { return max - min; }
};

/// Of all corners; a box of zeros for an empty shape.
Box bounding_box(Shape const& shape);

/// Geometric normal of unit length; zero for a face without area.
glm::vec3 face_normal(Face const& face);

/// Appends faces through a placement; a mirrored placement keeps faces outward. Faces without area are dropped.
class Builder {
 public:
  Builder(Shape& out, glm::mat4 const& placement);

  MaterialIndex material = 0;
  glm::vec3 tint{1, 1, 1};
  bool facade = false;

  void triangle(glm::vec3 a, glm::vec3 b, glm::vec3 c);
  void quad(glm::vec3 a, glm::vec3 b, glm::vec3 c, glm::vec3 d);
  /// With a normal at each corner, for round things.
  void smooth_quad(std::array<glm::vec3, 4> const& points, std::array<glm::vec3, 4> const& normals);
  /// Simple, possibly concave, planar, counter-clockwise from outside; cut by ear clipping.
  void polygon(std::span<glm::vec3 const> outline);

 private:
  void add(std::array<glm::vec3, 3> const& points, std::array<glm::vec3, 3> const* normals);

  Shape& out_;
  glm::mat4 placement_;
  glm::mat3 normal_matrix_;
  bool mirrored_;
};

} // namespace dalian::bake
