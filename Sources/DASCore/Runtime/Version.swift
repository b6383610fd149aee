/// The version of the library. The file VERSION, das.pc and the Python package repeat it; `make check`
/// compares them.
public enum Version {
  /// Changes with what breaks programs.
  public static let major = 1
  /// Changes with what is added.
  public static let minor = 0
  /// Changes with what is mended.
  public static let patch = 0
  /// All three: "1.0.0".
  public static let text = "\(major).\(minor).\(patch)"
}
