"""URLs of sign-up, log-in, log-out and password change, under the names that allauth reverses.

Only what works without a mail server: no confirming of addresses, no resetting by mail.
"""

from django.urls import URLPattern, path

from accounts import views

urlpatterns: list[URLPattern] = [
    path("signup/", views.SignupView.as_view(), name="account_signup"),
    path("login/", views.LoginView.as_view(), name="account_login"),
    path("logout/", views.LogoutView.as_view(), name="account_logout"),
    path("inactive/", views.InactiveView.as_view(), name="account_inactive"),
    path("password/", views.ChangePasswordView.as_view(), name="account_change_password"),
]
