#include "tools/bake/models/hull.hpp"

#include <algorithm>
#include <cmath>

#include <glm/geometric.hpp>

namespace dalian::bake {
namespace {

/// The hull as a surface: u from stern (0) to bow (1), z from keel to deck.
class Form {
 public:
  explicit Form(HullSpec const& hull) : h_(hull) {}

  float stem(float z) const { // where the bow ends at height z
    float const front = h_.length / 2;
    if (z >= 0) return front - h_.length * h_.rake * (1 - std::min(1.0F, z / h_.freeboard));
    float const depth = -z / h_.draught; // 0 at the waterline, 1 at the keel
    float const straight = front - h_.length * h_.rake * (1 + 0.4F * depth);
    float const bulge = std::max(0.0F, 1 - std::abs(depth - 0.5F) / 0.45F);
    return straight + h_.bulb * bulge * bulge * (3 - 2 * bulge);
  }
  float stern(float z) const {
    float const back = -h_.length / 2;
    return z >= 0 ? back : back + h_.length * h_.overhang * std::min(1.0F, -z / h_.draught * 2);
  }
  float half_width(float u, float z) const {
    float const above = std::clamp(z / h_.freeboard, 0.0F, 1.0F), below = std::clamp(-z / h_.draught, 0.0F, 1.0F);
    float const bilge = 1 - 0.12F * below * below * below;
    float width = 1;
    if (u > 1 - h_.entrance) {
      float const x = (1 - u) / h_.entrance;
      float const fullness = std::max(1.05F, h_.bow_fullness + h_.flare * above - 0.6F * below);
      width = 1 - std::pow(1 - x, fullness);
      // the bulb is a nose of its own
      if (h_.bulb > 0 && below > 0.1F)
        width = std::max(width, 0.16F * std::sqrt(std::min(1.0F, x * 6)) * (1 - std::abs(below - 0.5F) * 1.6F));
    }
    if (u < h_.run) {
      float const x = u / h_.run;
      float const at_stern =
          z >= 0 ? h_.transom * (0.8F + 0.2F * above) : h_.transom * 0.8F * (1 - below) * (1 - below);
      width = std::min(width, at_stern + (1 - at_stern) * (1 - (1 - x) * (1 - x)));
    }
    return h_.beam / 2 * bilge * std::max(0.0F, width);
  }
  float deck_height(float u) const {
    float const fore = std::clamp((u - 0.8F) / 0.2F, 0.0F, 1.0F), aft = std::clamp((0.15F - u) / 0.15F, 0.0F, 1.0F);
    return h_.freeboard + h_.sheer.y * fore * fore * (3 - 2 * fore) + h_.sheer.x * aft * aft * (3 - 2 * aft);
  }
  glm::vec3 at(float u, float z, float top) const {
    float const y = stern(z) + (stem(z) - stern(z)) * u;
    // above amidships' deck the form goes on as it was there
    return {half_width(u, std::min(z, h_.freeboard)), y, z > h_.freeboard ? top : z};
  }

 private:
  HullSpec const& h_;
};

struct Strake {
  float z;
  MaterialIndex paint; // of the band above
};

std::vector<Strake> strakes_of(HullSpec const& h, int level) {
  std::vector<Strake> strakes;
  if (level < 2) {
    strakes = {{-h.draught, h.bottom_paint},        {-0.75F * h.draught, h.bottom_paint},
               {-0.5F * h.draught, h.bottom_paint}, {-0.2F * h.draught, h.bottom_paint},
               {h.boot_top, h.side_paint},          {0.5F * h.freeboard, h.side_paint}};
  } else {
    strakes = {{-h.draught, h.bottom_paint}, {h.boot_top, h.side_paint}};
  }
  if (h.stripe > 0 && level < 3) strakes.push_back({h.freeboard - h.stripe, h.stripe_paint});
  return strakes;
}

std::vector<float> stations_of(HullSpec const& h, int level) {
  int const ends = level == 0 ? 8 : level == 1 ? 5 : level == 2 ? 3 : 2;
  std::vector<float> stations;
  for (int i = 0; i < ends; ++i) {
    float const t = static_cast<float>(i) / static_cast<float>(ends);
    stations.push_back(h.run * t);
  }
  stations.push_back(h.run);
  for (int i = 0; i <= ends; ++i) { // closer together towards the stem, where it curves
    float const t = static_cast<float>(i) / static_cast<float>(ends);
    stations.push_back(1 - h.entrance * (1 - t) * (1 - t * 0.35F));
  }
  return stations;
}

/// Points of one side, station by station; the last row is the deck edge (with bulwark).
struct Grid {
  std::vector<std::vector<glm::vec3>> points; // [station][strake]
  std::vector<std::vector<glm::vec3>> normals;
};

Grid grid_of(Form const& form, HullSpec const& h, std::vector<float> const& stations,
             std::vector<Strake> const& strakes) {
  Grid grid;
  for (float u : stations) {
    std::vector<glm::vec3> column;
    for (Strake const& strake : strakes)
      column.push_back(form.at(u, strake.z, strake.z));
    float const top = form.deck_height(u) + h.bulwark;
    column.push_back(form.at(u, top, top));
    grid.points.push_back(column);
  }
  grid.normals.assign(stations.size(), std::vector<glm::vec3>(strakes.size() + 1, glm::vec3(0)));
  for (std::size_t i = 0; i + 1 < stations.size(); ++i) {
    for (std::size_t j = 0; j + 1 < grid.points[i].size(); ++j) {
      glm::vec3 const along = grid.points[i + 1][j + 1] - grid.points[i][j],
                      up = grid.points[i][j + 1] - grid.points[i + 1][j];
      glm::vec3 const n = glm::cross(along, up);
      for (auto [a, b] : {std::pair{i, j}, {i + 1, j}, {i, j + 1}, {i + 1, j + 1}})
        grid.normals[a][b] += n;
    }
  }
  for (auto& column : grid.normals) {
    for (auto& n : column)
      n = glm::length(n) > 0 ? glm::normalize(n) : glm::vec3(1, 0, 0);
  }
  return grid;
}

glm::vec3 mirrored(glm::vec3 p) {
  return {-p.x, p.y, p.z};
}

} // namespace

float deck_half_width(HullSpec const& hull, float y) {
  return Form(hull).half_width(std::clamp(y / hull.length + 0.5F, 0.0F, 1.0F), hull.freeboard);
}

void add_hull(Builder& out, HullSpec const& h, int level) {
  Form const form(h);
  auto const stations = stations_of(h, level);
  auto const strakes = strakes_of(h, level);
  Grid const g = grid_of(form, h, stations, strakes);
  for (std::size_t i = 0; i + 1 < stations.size(); ++i) {
    for (std::size_t j = 0; j < strakes.size(); ++j) {
      out.material = strakes[j].paint;
      std::array<glm::vec3, 4> p{g.points[i][j], g.points[i + 1][j], g.points[i + 1][j + 1], g.points[i][j + 1]};
      std::array<glm::vec3, 4> n{g.normals[i][j], g.normals[i + 1][j], g.normals[i + 1][j + 1], g.normals[i][j + 1]};
      out.smooth_quad(p, n);
      out.smooth_quad({mirrored(p[1]), mirrored(p[0]), mirrored(p[3]), mirrored(p[2])},
                      {mirrored(n[1]), mirrored(n[0]), mirrored(n[3]), mirrored(n[2])});
    }
    float const z0 = form.deck_height(stations[i]), z1 = form.deck_height(stations[i + 1]);
    glm::vec3 a = g.points[i].back(), b = g.points[i + 1].back();
    if (h.bulwark > 0 && level < 2) { // its inner side
      out.material = h.side_paint;
      constexpr float kThickness = 0.25F;
      glm::vec3 ai = a, bi = b;
      ai.x = std::max(0.0F, a.x - kThickness); // it ends in a point at the stem
      bi.x = std::max(0.0F, b.x - kThickness);
      glm::vec3 const a0{ai.x, a.y, z0}, b0{bi.x, b.y, z1};
      out.quad(b0, a0, ai, bi);
      out.quad(ai, a, b, bi);
      out.quad(mirrored(a0), mirrored(b0), mirrored(bi), mirrored(ai));
      out.quad(mirrored(a), mirrored(ai), mirrored(bi), mirrored(b));
    }
    a.z = z0;
    b.z = z1;
    out.material = h.deck_paint;
    out.quad(mirrored(a), a, b, mirrored(b));
  }
  if (h.bulwark > 0 && level < 2) { // the rail across the stern, from inside
    out.material = h.side_paint;
    glm::vec3 const top = g.points[0].back() + glm::vec3(0, 0.05F, 0), low{top.x, top.y, form.deck_height(stations[0])};
    out.quad(low, mirrored(low), mirrored(top), top);
  }
  for (std::size_t j = 0; j < strakes.size(); ++j) { // transom
    out.material = strakes[j].paint;
    glm::vec3 const a = g.points[0][j], b = g.points[0][j + 1];
    out.quad(mirrored(a), a, b, mirrored(b));
  }
}

} // namespace dalian::bake
