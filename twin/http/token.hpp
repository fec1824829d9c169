#pragma once
// A bearer token (RFC 6750) in a file that its owner alone can read.
#include "twin/base/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace dalian::http {

/// The first line of `file`: 16 to 512 characters that may stand in a header. Refuses a file that others can read.
Result<std::string> read_token(std::filesystem::path const& file);

/// Whether an Authorization header carries this token. Takes as long whatever differs.
bool is_authorized(std::string_view authorization, std::string_view token);

} // namespace dalian::http
