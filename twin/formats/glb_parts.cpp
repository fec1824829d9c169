#include "twin/formats/glb_parts.hpp"

#include <fmt/format.h>

#include <array>
#include <cassert>
#include <cstring>
#include <fstream>
#include <sstream>

namespace dalian::formats {
namespace {

using nlohmann::ordered_json;

constexpr std::uint32_t kMagic = 0x46546C67, kJson = 0x4E4F534A, kBinary = 0x004E4942; // glTF 2.0, §4.4

std::uint32_t word_at(std::string_view bytes, std::size_t at) {
  std::uint32_t word = 0;
  std::memcpy(&word, bytes.data() + at, 4);
  return word;
}

void put_word(std::string& out, std::size_t word) {
  auto const value = static_cast<std::uint32_t>(word);
  out.append(reinterpret_cast<char const*>(&value), 4);
}

void pad(std::string& bytes, char with) {
  while (bytes.size() % 4 != 0)
    bytes.push_back(with);
}

} // namespace

Result<Glb> parse_glb(std::string_view file, std::string const& name) {
  auto const wrong = [&](char const* what) { return Error{fmt::format("{}: {}; bake the models anew", name, what)}; };
  if (file.size() < 20 || word_at(file, 0) != kMagic || word_at(file, 4) != 2) return wrong("is no glTF 2.0 binary");
  std::size_t const length = word_at(file, 12);
  if (word_at(file, 16) != kJson || length > file.size() - 20) return wrong("has no whole JSON chunk");
  Glb out;
  out.json = ordered_json::parse(file.substr(20, length), nullptr, false);
  if (!out.json.is_object()) return wrong("its JSON chunk is none");
  std::size_t const next = 20 + length;
  if (file.size() < next + 8) return out;
  std::size_t const bytes = word_at(file, next);
  if (word_at(file, next + 4) != kBinary || bytes > file.size() - next - 8) return wrong("its binary chunk is cut off");
  out.bytes = file.substr(next + 8, bytes);
  return out;
}

std::string glb_text(Glb const& glb) {
  std::string json = glb.json.dump(), bytes = glb.bytes, out;
  pad(json, ' ');
  pad(bytes, '\0');
  std::size_t const binary = bytes.empty() ? 0 : 8 + bytes.size();
  put_word(out, kMagic);
  put_word(out, 2);
  put_word(out, 12 + 8 + json.size() + binary);
  put_word(out, json.size());
  put_word(out, kJson);
  out += json;
  if (bytes.empty()) return out;
  put_word(out, bytes.size());
  put_word(out, kBinary);
  return out + bytes;
}

/// One model's parts on their way into the whole. Throws nlohmann's exceptions where the file does not hold what it
/// refers to.
class GlbParts::Taking {
 public:
  Taking(Glb const& from, Glb& to) : from_(from), to_(to) {}

  Parts level(unsigned level) {
    auto const& root = from_.json.at("nodes").at(from_.json.at("scenes").at(0).at("nodes").at(0).get<std::size_t>());
    auto const& levels = root.at("children");
    Parts parts;
    collect(levels.at(std::min<std::size_t>(level, levels.size() - 1)), nullptr, parts);
    return parts;
  }

 private:
  /// The spinning parts lie one below the level and have the only matrix on the way.
  void collect(std::size_t node, ordered_json matrix, Parts& parts) {
    auto const& from = from_.json.at("nodes").at(node);
    if (from.contains("matrix")) matrix = from["matrix"];
    if (from.contains("mesh")) parts.push_back({mesh(from["mesh"]), matrix});
    if (from.contains("children"))
      for (auto const& child : from["children"])
        collect(child, matrix, parts);
  }
  std::size_t mesh(std::size_t number) {
    auto copy = from_.json.at("meshes").at(number);
    for (auto& primitive : copy.at("primitives")) {
      for (auto& [name, accessor_number] : primitive.at("attributes").items())
        accessor_number = accessor(accessor_number);
      primitive["indices"] = accessor(primitive.at("indices"));
      primitive["material"] = material(primitive.at("material"));
    }
    return append("meshes", std::move(copy));
  }
  std::size_t accessor(std::size_t number) {
    auto copy = from_.json.at("accessors").at(number);
    copy["bufferView"] = view(copy.at("bufferView"));
    return append("accessors", std::move(copy));
  }
  std::size_t view(std::size_t number) {
    auto copy = from_.json.at("bufferViews").at(number);
    std::size_t const begin = copy.value("byteOffset", std::size_t{0}), length = copy.at("byteLength");
    pad(to_.bytes, '\0');
    copy["byteOffset"] = to_.bytes.size();
    copy["buffer"] = 0;
    if (begin > from_.bytes.size() || length > from_.bytes.size() - begin)
      throw std::runtime_error("a buffer view reaches beyond the binary chunk");
    to_.bytes.append(from_.bytes, begin, length);
    return append("bufferViews", std::move(copy));
  }
  /// Materials of equal content are one.
  std::size_t material(std::size_t number) {
    auto const& wanted = from_.json.at("materials").at(number);
    auto const& all = to_.json.at("materials");
    for (std::size_t i = 0; i < all.size(); ++i)
      if (all[i] == wanted) return i;
    return append("materials", wanted);
  }
  std::size_t append(char const* list, ordered_json item) {
    to_.json[list].push_back(std::move(item));
    return to_.json[list].size() - 1;
  }

  Glb const& from_;
  Glb& to_;
};

GlbParts::GlbParts() {
  glb_.json = {
      {"asset", {{"version", "2.0"}, {"generator", "Dalian Twin"}}}, {"scene", 0}, {"scenes", ordered_json::array()}};
  for (char const* list : {"nodes", "meshes", "materials", "accessors", "bufferViews", "buffers"})
    glb_.json[list] = ordered_json::array();
  glb_.json["scenes"].push_back({{"nodes", ordered_json::array()}});
}

Status GlbParts::take(std::string const& model, std::filesystem::path const& file, unsigned level) {
  if (models_.contains(model)) return {};
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return Error{file.string() + ": cannot be read; build the target 'assets'"};
  auto const glb = parse_glb(text.view(), file.string());
  if (!glb) return Error{glb.error()};
  try {
    models_[model] = Taking(*glb, glb_).level(level);
  } catch (std::exception const& error) {
    return Error{fmt::format("{}: {}; bake the models anew", file.string(), error.what())};
  }
  return {};
}

void GlbParts::stand(std::string const& model, NodePlace const& place, std::string const& id) {
  auto const found = models_.find(model);
  assert(found != models_.end());
  ordered_json node{
      {"name", id}, {"translation", place.translation}, {"rotation", place.rotation}, {"scale", place.scale}};
  auto& nodes = glb_.json["nodes"];
  auto& top = glb_.json["scenes"][0]["nodes"];
  Parts const& parts = found->second;
  bool const alone = parts.size() == 1 && parts[0].matrix.is_null();
  if (alone) node["mesh"] = parts[0].mesh;
  top.push_back(nodes.size());
  std::size_t const parent = nodes.size();
  nodes.push_back(std::move(node));
  for (std::size_t i = 0; i < parts.size() && !alone; ++i) {
    ordered_json child{{"mesh", parts[i].mesh}};
    if (!parts[i].matrix.is_null()) child["matrix"] = parts[i].matrix;
    nodes[parent]["children"].push_back(nodes.size());
    nodes.push_back(std::move(child));
  }
}

Glb GlbParts::done() && {
  pad(glb_.bytes, '\0');
  glb_.json["buffers"].push_back({{"byteLength", glb_.bytes.size()}});
  for (char const* list : {"nodes", "meshes", "materials", "accessors", "bufferViews"})
    if (glb_.json[list].empty()) glb_.json.erase(list); // empty lists are not allowed
  if (glb_.bytes.empty()) glb_.json.erase("buffers");
  if (glb_.json["scenes"][0]["nodes"].empty()) glb_.json["scenes"][0].erase("nodes");
  return std::move(glb_);
}

} // namespace dalian::formats
