// A picture for ChartScreenShot.
#pragma once
#include <vector>
#include "../runtime/types.hpp"

namespace mqlrt {
/** A PNG of that size: black, with a white frame. */
std::vector<u8> empty_picture(int width, int height);
} // namespace mqlrt
