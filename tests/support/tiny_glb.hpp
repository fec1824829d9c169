#pragma once
// The smallest whole glTF 2.0 binary (Khronos specification, section 4.4: header, JSON chunk, BIN chunk): two
// triangles, indexed, with a material. Small enough to spoil every single byte of it.
#include <cstdint>
#include <cstring>
#include <string>

namespace dalian::test {

inline std::string little_endian(std::uint32_t v) {
  std::string bytes(4, '\0');
  for (unsigned i = 0; i < 4; ++i)
    bytes[i] = static_cast<char>(v >> (8 * i) & 0xffU);
  return bytes;
}

/// Header and chunks around any JSON text and any bytes; lengths are right, whatever the content.
inline std::string glb(std::string json, std::string binary) {
  json.append((4 - json.size() % 4) % 4, ' ');
  binary.append((4 - binary.size() % 4) % 4, '\0');
  std::string const chunks = little_endian(static_cast<std::uint32_t>(json.size())) + "JSON" + json +
                             little_endian(static_cast<std::uint32_t>(binary.size())) + std::string("BIN\0", 4) +
                             binary;
  return "glTF" + little_endian(2) + little_endian(static_cast<std::uint32_t>(12 + chunks.size())) + chunks;
}

/// Four corners of a unit square in floats, then six 16-bit indices: 60 bytes.
inline std::string square_bytes() {
  float const corners[12] = {0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0};
  std::uint16_t const indices[6] = {0, 1, 2, 0, 2, 3};
  std::string bytes(sizeof corners + sizeof indices, '\0');
  std::memcpy(bytes.data(), corners, sizeof corners);
  std::memcpy(bytes.data() + sizeof corners, indices, sizeof indices);
  return bytes;
}

inline std::string square_json() {
  return R"({"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],"nodes":[{"name":"lod0","mesh":0}],)"
         R"("meshes":[{"primitives":[{"attributes":{"POSITION":0},"indices":1,"material":0}]}],)"
         R"("materials":[{"name":"paint.red","pbrMetallicRoughness":{"baseColorFactor":[1,0,0,1]}}],)"
         R"("accessors":[{"bufferView":0,"componentType":5126,"count":4,"type":"VEC3","min":[0,0,0],"max":[1,1,0]},)"
         R"({"bufferView":1,"componentType":5123,"count":6,"type":"SCALAR"}],)"
         R"("bufferViews":[{"buffer":0,"byteOffset":0,"byteLength":48},{"buffer":0,"byteOffset":48,"byteLength":12}],)"
         R"("buffers":[{"byteLength":60}]})";
}

inline std::string tiny_glb() {
  return glb(square_json(), square_bytes());
}

} // namespace dalian::test
