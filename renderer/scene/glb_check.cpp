#include "renderer/scene/glb_check.hpp"

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dalian::scene {
namespace {

using Json = nlohmann::json;

constexpr int kDeepest = 64; // of JSON and of nodes
constexpr std::uint64_t kMost = std::uint64_t{1} << 31U;

/// Stays inside this file: check_glb makes a value of it.
struct Broken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void require(bool kept, std::string_view reason) {
  if (!kept) throw Broken(std::string(reason));
}

std::uint32_t word(std::string_view bytes, std::size_t at) {
  require(bytes.size() >= at + 4, "the file ends too early");
  std::uint32_t v = 0;
  for (unsigned i = 0; i < 4; ++i)
    v |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return v;
}

struct Chunks {
  std::string_view json;
  std::uint64_t binary_bytes = 0;
};

/// glTF 2.0, section 4.4.
Chunks chunks_of(std::string_view bytes) {
  require(bytes.starts_with("glTF"), "does not begin with 'glTF'");
  require(word(bytes, 4) == 2, "is not of glTF version 2");
  require(word(bytes, 8) == bytes.size(), "its length is not what its header says");
  std::uint64_t const json_bytes = word(bytes, 12);
  require(word(bytes, 16) == 0x4E4F534A, "the first chunk is not JSON");
  require(20 + json_bytes <= bytes.size(), "the JSON chunk is longer than the file");
  Chunks chunks{bytes.substr(20, json_bytes), 0};
  std::size_t const next = 20 + json_bytes;
  if (next == bytes.size()) return chunks;
  chunks.binary_bytes = word(bytes, next);
  require(word(bytes, next + 4) == 0x004E4942, "the second chunk is not binary");
  require(next + 8 + chunks.binary_bytes <= bytes.size(), "the binary chunk is longer than the file");
  return chunks;
}

Json parsed(std::string_view text) {
  return Json::parse(text, [](int depth, Json::parse_event_t, Json&) {
    require(depth < kDeepest, "its JSON nests too deep");
    return true;
  });
}

std::uint64_t number(Json const& object, char const* key, std::uint64_t otherwise) {
  if (!object.contains(key)) return otherwise;
  Json const& value = object[key];
  require(value.is_number_unsigned() && value.get<std::uint64_t>() < kMost,
          fmt::format("'{}' is no usable number", key));
  return value.get<std::uint64_t>();
}

class Checker {
 public:
  Checker(Json const& root, std::uint64_t binary_bytes) : root_(root), binary_bytes_(binary_bytes) {}

  void run() const {
    for (Json const& buffer : list("buffers")) {
      require(!buffer.contains("uri"), "a buffer lies in another file");
      require(list("buffers").size() == 1, "has more than one buffer");
      require(number(buffer, "byteLength", kMost) <= binary_bytes_, "a buffer is longer than the binary chunk");
    }
    for (Json const& view : list("bufferViews"))
      check_view(view);
    for (Json const& accessor : list("accessors"))
      check_accessor(accessor);
    for (Json const& mesh : list("meshes")) {
      require(mesh.contains("primitives") && mesh["primitives"].is_array(), "a mesh has no primitives");
      for (Json const& primitive : mesh["primitives"])
        check_primitive(primitive);
    }
    check_nodes();
  }

 private:
  Json const& list(char const* key) const {
    static Json const kNone = Json::array();
    if (!root_.contains(key)) return kNone;
    require(root_[key].is_array(), fmt::format("'{}' is no list", key));
    return root_[key];
  }

  /// The element of `of` that `object` names under `key`.
  Json const& named(Json const& object, char const* key, char const* of) const {
    std::uint64_t const index = number(object, key, kMost);
    require(index < list(of).size(), fmt::format("'{}' names something of '{}' that is not there", key, of));
    return list(of)[index];
  }

  void check_view(Json const& view) const {
    std::uint64_t const end = number(view, "byteOffset", 0) + number(view, "byteLength", kMost);
    require(end <= number(named(view, "buffer", "buffers"), "byteLength", 0), "a view reaches beyond its buffer");
    require(number(view, "byteStride", 0) <= 252, "a view's stride is above 252 bytes");
  }

  static std::uint64_t element_bytes(Json const& accessor) {
    static std::map<std::uint64_t, std::uint64_t> const kComponents{{5120, 1}, {5121, 1}, {5122, 2},
                                                                    {5123, 2}, {5125, 4}, {5126, 4}};
    static std::map<std::string, std::uint64_t> const kTypes{{"SCALAR", 1}, {"VEC2", 2}, {"VEC3", 3}, {"VEC4", 4},
                                                             {"MAT2", 4},   {"MAT3", 9}, {"MAT4", 16}};
    auto const component = kComponents.find(number(accessor, "componentType", 0));
    auto const type = kTypes.find(accessor.at("type").get<std::string>());
    require(component != kComponents.end() && type != kTypes.end(), "an accessor has an unknown type");
    return component->second * type->second;
  }

  void check_accessor(Json const& accessor) const {
    require(!accessor.contains("sparse"), "an accessor is sparse");
    std::uint64_t const size = element_bytes(accessor), count = number(accessor, "count", 0);
    require(count > 0, "an accessor has no element");
    Json const& view = named(accessor, "bufferView", "bufferViews");
    std::uint64_t const stride = number(view, "byteStride", 0);
    require(stride == 0 || stride >= size, "a view's stride is shorter than its elements");
    std::uint64_t const step = stride == 0 ? size : stride;
    require(number(accessor, "byteOffset", 0) + step * (count - 1) + size <= number(view, "byteLength", 0),
            "an accessor reaches beyond its view");
  }

  void check_primitive(Json const& primitive) const {
    Json const& attributes = primitive.at("attributes");
    Json const& positions = named(attributes, "POSITION", "accessors");
    require(positions.at("type") == "VEC3" && positions.at("componentType") == 5126, "positions are not three floats");
    for (auto const& [name, unused] : attributes.items())
      require(named(attributes, name.c_str(), "accessors").at("count") == positions.at("count"),
              "the attributes of a mesh have different lengths");
    require(number(primitive, "mode", 4) <= 6, "a mesh has an unknown mode");
    if (primitive.contains("material")) named(primitive, "material", "materials");
    if (!primitive.contains("indices")) return;
    Json const& indices = named(primitive, "indices", "accessors");
    std::uint64_t const component = number(indices, "componentType", 0);
    require(indices.at("type") == "SCALAR" && (component == 5121 || component == 5123 || component == 5125),
            "indices are no whole numbers");
  }

  /// Each node has at most one parent and none is above itself.
  void check_nodes() const {
    Json const& nodes = list("nodes");
    std::vector<std::uint64_t> parent(nodes.size(), kMost);
    for (std::uint64_t i = 0; i < nodes.size(); ++i) {
      if (nodes[i].contains("mesh")) named(nodes[i], "mesh", "meshes");
      if (!nodes[i].contains("children")) continue;
      for (Json const& child : nodes[i]["children"]) {
        require(child.is_number_unsigned() && child.get<std::uint64_t>() < nodes.size(),
                "a node names a child that is not there");
        std::uint64_t& above = parent[child.get<std::uint64_t>()];
        require(above == kMost, "a node has two parents");
        above = i;
      }
    }
    for (std::uint64_t const start : parent) {
      int depth = 0;
      for (std::uint64_t up = start; up != kMost; up = parent[up])
        require(++depth < kDeepest, "its nodes nest too deep or in a ring");
    }
    for (Json const& scene : list("scenes"))
      for (Json const& root : scene.value("nodes", Json::array()))
        require(root.is_number_unsigned() && root.get<std::uint64_t>() < nodes.size(),
                "a scene names a node that is not there");
  }

  Json const& root_;
  std::uint64_t binary_bytes_;
};

} // namespace

Status check_glb(std::string_view bytes) {
  try {
    Chunks const chunks = chunks_of(bytes);
    Json const root = parsed(chunks.json);
    require(root.is_object(), "its JSON is no object");
    Checker(root, chunks.binary_bytes).run();
    return {};
  } catch (std::exception const& e) { // Broken, or a field of another type than the standard says
    return Error{e.what()};
  }
}

} // namespace dalian::scene
