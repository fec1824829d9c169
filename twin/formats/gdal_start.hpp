#pragma once
// What every use of GDAL here begins and ends with.
#include "twin/base/result.hpp"

namespace dalian::formats {

/// Once in the program: drivers, errors kept instead of printed, no clock in what is written.
void start_gdal();

/// What GDAL said last, about `what`.
Error gdal_error(std::string const& what);

} // namespace dalian::formats
