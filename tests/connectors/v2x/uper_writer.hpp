#pragma once
// The writer of the library under the name that tests have for it.
#include "connectors/v2x/uper_writer.hpp"

namespace dalian::v2x::test {

using v2x::UperWriter;
using v2x::write_uper;

} // namespace dalian::v2x::test
