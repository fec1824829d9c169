#pragma once
// Whether a glTF 2.0 binary keeps its own promises: lengths, indices, counts, a tree of nodes. Asked before Assimp
// reads the file, because Assimp 5.2 fills as much memory as a chunk's length says (one spoiled byte: 2 GB, ten
// seconds).
#include "twin/base/result.hpp"

#include <string_view>

namespace dalian::scene {

/// `bytes`: the whole file. Fails with the first broken promise. A file is refused too when it needs another file or
/// sparse accessors.
Status check_glb(std::string_view bytes);

} // namespace dalian::scene
