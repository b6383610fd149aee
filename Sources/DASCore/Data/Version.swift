/// The version of the library. The file VERSION, das.pc and the Python package repeat it; `make check`
/// compares them.
public enum Version {
  public static let major = 1
  public static let minor = 0
  public static let patch = 0
  public static let text = "\(major).\(minor).\(patch)"
}
