// The words of evidence that a stop can ask for.
export const NEEDS = {
  signature: "driver.need_signature",
  photo: "driver.need_photo",
  code: "driver.need_code",
  name: "driver.need_name",
};
