#pragma once
#include "tests/support/temp_folder.hpp"

namespace dalian::history {

using TemporaryFolder = test::TempFolder;

} // namespace dalian::history
